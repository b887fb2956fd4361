package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.VmRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens a stream to something of a VM. It ends when the stream is taken; what goes over the stream
 * from then on is no part of it, and changes nothing that libvirt knows.
 */
public sealed interface ConsoleOperation extends Operation.OnVm {
  @Override
  default Inverse inverse() {
    return new Inverse.None("close it instead");
  }

  /** It must not wait for what is being done to the VM, which may be what people want to see. */
  @Override
  default Optional<Lane> lane() {
    return Optional.empty();
  }

  /** What of a VM people look at. */
  enum Face {
    /** Its serial console (virDomainOpenConsole). */
    SERIAL,
    /** Its graphics, as cells (virDomainScreenshot, virDomainMemoryPeek). */
    SCREEN
  }

  /**
   * Up to where somebody has seen what a serial console printed.
   *
   * @param at bytes in {@code epoch}'s count
   */
  record Mark(String epoch, long at) {}

  /**
   * Opens a console; {@link dev.pilothouse.fleet.console.ConsoleNews} comes over the stream.
   *
   * @param typing whether the person may type, rather than only watch
   * @param seen null for all that the agent still has
   */
  record OpenConsole(VmRef vm, Face face, boolean typing, @Nullable Mark seen, StreamOffer offer)
      implements ConsoleOperation {
    @Override
    public Verb verb() {
      return typing ? Verb.CONSOLE : Verb.CONSOLE_WATCH;
    }

    @Override
    public String sentence(String name) {
      String face =
          switch (this.face) {
            case SERIAL -> "serial console";
            case SCREEN -> "screen";
          };
      return (typing ? "Open the " : "Watch the ") + face + " of " + name + ".";
    }

    @Override
    public Operation forTheRecord() {
      return new OpenConsole(vm, face, typing, seen, StreamOffer.NONE);
    }
  }
}
