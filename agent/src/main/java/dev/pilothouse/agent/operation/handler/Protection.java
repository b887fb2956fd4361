package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;

/** Delete protection, which every way to take a VM away has to heed. */
public final class Protection {
  private Protection() {}

  /**
   * @throws OperationException WRONG_STATE when the VM is protected
   */
  public static void refuse(Work work, VmRef vm) {
    String xml = work.hypervisor().xml(vm.uuid(), true);
    if (DomainXml.parse(xml).metadata().deleteProtection()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The VM is protected against deletion.",
              "If it should really go, take that off first: 'vm set VM --protect off'."));
    }
  }
}
