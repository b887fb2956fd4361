package dev.pilothouse.agent.hypervisor;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What people see of a guest and do at its keyboard. Errors as in {@link Hypervisor}. */
public interface Consoles {
  /**
   * Opens the VM's first serial console (virDomainOpenConsole). libvirt lets one have it at a time.
   *
   * @param force take it from whoever has it (VIR_DOMAIN_CONSOLE_FORCE)
   * @throws dev.pilothouse.fleet.operation.OperationException WRONG_STATE when the VM does not run,
   *     ALREADY_OPEN when somebody else has it, UNSUPPORTED when it has none
   */
  SerialConsole open(UUID vm, boolean force, Ear ear);

  /** Hears an open console, on one thread of the adapter at a time; must not block for long. */
  interface Ear {
    /**
     * What the guest printed.
     *
     * @param bytes the ear's to keep
     */
    void printed(byte[] bytes);

    /** It is closed: by the guest's end, by somebody who took it, with libvirt. Heard once. */
    void ended(String why);
  }

  /** An open serial console. Thread-safe. */
  interface SerialConsole extends AutoCloseable {
    /** Sends to the guest; waits while that takes nothing, but not for ever. */
    void send(byte[] bytes);

    @Override
    void close();
  }

  /**
   * The picture of the VM's first display (virDomainScreenshot), as PNG or PPM.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException WRONG_STATE when the VM does not run,
   *     UNSUPPORTED when it has no graphics
   */
  byte[] screenshot(UUID vm);

  /**
   * Reads the memory of a running VM (virDomainMemoryPeek, physical addresses).
   *
   * @param bytes at most 64 KiB, which is the most that libvirt gives at once
   */
  byte[] peek(UUID vm, long address, int bytes);

  /**
   * Presses keys together (virDomainSendKey).
   *
   * @param codes Linux' codes (VIR_KEYCODE_SET_LINUX), at most 16
   */
  void press(UUID vm, List<Integer> codes, Duration hold);
}
