package dev.pilothouse.tui.console;

import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import java.util.UUID;

/**
 * Which console, and how.
 *
 * @param name what people call the VM
 * @param typing whether the person may type, rather than only watch
 */
public record ConsoleTarget(UUID vm, String name, Face face, boolean typing) {
  public ConsoleTarget withFace(Face other) {
    return new ConsoleTarget(vm, name, other, typing);
  }
}
