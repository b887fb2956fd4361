package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
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
   *     IN_USE when somebody else has it, UNSUPPORTED when it has none
   */
  SerialConsole open(UUID vm, boolean force, Ear ear);

  /** Why there is none, for people. */
  static Failure missing() {
    return new Failure(
        ErrorCode.UNSUPPORTED,
        "The VM has no serial console that can be opened.",
        "Add <serial type='pty'/> to its definition and start it anew; in a Linux guest add"
            + " 'console=ttyS0' to the kernel's arguments.");
  }

  /** Hears an open console, on one thread of the adapter at a time; must not block for long. */
  interface Ear {
    /**
     * What the guest printed.
     *
     * @param bytes the ear's to keep
     */
    void printed(byte[] bytes);

    /**
     * It is closed: by the guest's end, by somebody who took it, with libvirt. Heard once, and not
     * by who closes it himself.
     */
    void ended(String why);
  }

  /** An open serial console. Thread-safe. */
  interface SerialConsole extends AutoCloseable {
    /**
     * Sends to the guest; waits while that takes nothing, but not for ever.
     *
     * @throws dev.pilothouse.fleet.operation.OperationException GUEST_SILENT; the console ends then
     */
    void send(byte[] bytes);

    /** Harmless twice. What was printed may still be heard while this runs. */
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
