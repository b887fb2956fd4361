package dev.pilothouse.dist;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.bus.redis.RedisBus;
import dev.pilothouse.fleet.bus.redis.RedisOptions;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.tui.shell.CommandShell;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The run that the launcher records to make its start-up archive (JEP 514): what is loaded here
 * starts fast everywhere.
 *
 * <p>It must end by itself, quickly, and touch nothing outside of this process.
 */
final class Training {
  private static final Principal NOBODY = new Principal("nobody", Role.VIEWER, "training");

  private Training() {}

  public static void main(String[] args) {
    try {
      RedisBus.open(RedisOptions.at("redis+uds:///nonexistent/pilothouse.sock")).close();
    } catch (BusUnavailableException expected) {
      // The client's classes are loaded all the same, and they are most of the start.
    }
    try (MemoryWorld world = new MemoryWorld();
        ControlRoom room = ControlRoom.open(world.connect(), SigningKey.generate(), "training")) {
      CommandShell shell =
          new CommandShell(
              room, Surroundings.local(Clock.systemUTC(), List.of(), Main.versionText()));
      shell.run(NOBODY, List.of("vm", "list"), new LocalStreams(Map.of()));
    }
    Main.main(new String[] {"version"});
  }
}
