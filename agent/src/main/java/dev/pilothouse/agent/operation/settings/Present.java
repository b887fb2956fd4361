package dev.pilothouse.agent.operation.settings;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import org.jspecify.annotations.Nullable;

/**
 * A VM's definitions as they are now.
 *
 * @param live null while it is off
 * @param defined null for a transient VM
 */
public record Present(@Nullable DomainXml live, @Nullable DomainXml defined) {
  public static Present of(Work work, VmRef ref) {
    Vm vm = work.vm(ref);
    return new Present(
        vm.state().active() ? read(work, ref, false) : null,
        vm.persistent() ? read(work, ref, true) : null);
  }

  private static DomainXml read(Work work, VmRef ref, boolean inactive) {
    return DomainXml.parse(work.hypervisor().xml(ref.uuid(), inactive));
  }

  public @Nullable DomainXml in(Scope scope) {
    return switch (scope) {
      case LIVE -> live;
      case DEFINED -> defined;
    };
  }

  /** What a person would call the VM's settings: those that stay, if there are any. */
  public DomainXml main() {
    DomainXml main = defined != null ? defined : live;
    if (main == null) {
      throw new IllegalStateException("a VM is active, or persistent, or both");
    }
    return main;
  }
}
