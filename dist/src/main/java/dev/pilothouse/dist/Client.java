package dev.pilothouse.dist;

import dev.pilothouse.config.ClientConfig;
import dev.pilothouse.config.RedisConfig;
import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Surroundings;
import dev.pilothouse.config.value.Secret;
import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.dist.local.StateDirectory;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.bus.redis.RedisBus;
import dev.pilothouse.fleet.bus.redis.RedisOptions;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.shell.CommandShell;
import dev.pilothouse.tui.terminal.LocalTerminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A person at this machine: commands and the text UI without SSH, straight on the bus. Which bus,
 * and with which key, stands in a client configuration: the one of a running {@code up}, or a file
 * of one's own.
 */
final class Client {
  private static final long PATIENCE_SECONDS = 5;

  private final ClientConfig config;
  private final List<KnownImage> ownImages;

  private Client(ClientConfig config, List<KnownImage> ownImages) {
    this.config = config;
    this.ownImages = ownImages;
  }

  static Client of(Path file) {
    try {
      ClientConfig config = ClientConfig.load(file, Surroundings.ofProcess());
      if (config.log().file().isPresent()) {
        Logging.as(config.log());
      }
      return new Client(config, OwnImages.beside(file));
    } catch (ConfigException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Of the {@code up} on this state directory. */
  static Client of(StateDirectory state) {
    Path file = file(state);
    if (!Files.isReadable(file)) {
      throw new CannotStartException(
          "There is no running Pilothouse on "
              + state.root()
              + ". Start one with: pilothouse up --detach");
    }
    return of(file);
  }

  /** Exists while an {@code up} runs on this state directory. */
  static Path file(StateDirectory state) {
    return state.root().resolve("client.yaml");
  }

  /** Help on commands, which needs no fleet. */
  static int help(List<String> words) {
    try (MemoryWorld nothing = new MemoryWorld();
        ControlRoom room = ControlRoom.open(nothing.connect(), SigningKey.generate(), "help")) {
      return shell(room, List.of())
          .run(
              new Principal("nobody", Role.VIEWER, "local"),
              words,
              new LocalStreams(System.getenv()));
    }
  }

  private static CommandShell shell(ControlRoom room, List<KnownImage> ownImages) {
    return new CommandShell(room, LocalTui.here(ownImages));
  }

  /** Runs one command of the shell. */
  int run(List<String> words) {
    try (OpenParts parts = new OpenParts()) {
      ControlRoom room = room(parts);
      var here =
          LocalTui.here(ownImages).with((who, target, streams) -> console(room, who, target));
      return new CommandShell(room, here)
          .run(principal(), words, new LocalStreams(System.getenv()));
    }
  }

  private int console(ControlRoom room, Principal who, ConsoleTarget target) {
    try (ControlRoomReception reception =
        new ControlRoomReception(room, LocalTui.here(ownImages), config.node())) {
      return LocalTui.console(reception, who, target);
    }
  }

  /** Shows the text UI. What it waits for before that, it says; the screen says the rest. */
  int tui() throws InterruptedException {
    LocalTerminal terminal = LocalTui.terminal();
    try (OpenParts parts = new OpenParts()) {
      Bus bus = parts.add(open(config.redis(), System.err));
      Node node =
          parts.add(
              Node.open(
                  bus,
                  key(config.signingKey()),
                  config.node(),
                  config.streams(),
                  LocalTui.here(ownImages)));
      ControlRoomReception reception = node.reception();
      return LocalTui.run(terminal, reception, principal(), ownImages);
    }
  }

  private ControlRoom room(OpenParts parts) {
    Bus bus = parts.add(open(config.redis()));
    ControlRoom room =
        parts.add(
            ControlRoom.open(
                bus,
                key(config.signingKey()),
                config.node(),
                Streams.of(config.streams()),
                Clock.systemUTC()));
    try {
      room.synced().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new CannotStartException(
          "Redis at "
              + config.redis().url()
              + " does not answer. Check that Pilothouse runs: pilothouse status",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return room;
  }

  private Principal principal() {
    return new Principal(config.user(), Role.valueOf(config.role().name()), "local");
  }

  /** As {@link #open(RedisConfig)}, and says what it waits for. */
  static Bus open(RedisConfig redis, PrintStream messages) {
    messages.printf("Connecting to Redis at %s ...%n", redis.url());
    return open(redis);
  }

  static Bus open(RedisConfig redis) {
    try {
      return RedisBus.open(
          new RedisOptions(
              redis.url(), redis.username().orElse(null), password(redis.password().orElse(null))));
    } catch (BusUnavailableException | IllegalArgumentException e) {
      String why = Visible.line(String.valueOf(e.getMessage()));
      String at = why.contains(redis.url()) ? "" : " at " + redis.url();
      throw new CannotStartException("Redis" + at + " is needed: " + why, e);
    }
  }

  private static @Nullable Supplier<String> password(@Nullable Secret secret) {
    return secret == null ? null : secret::reveal;
  }

  static SigningKey key(Path file) {
    try {
      return SigningKey.loadOrGenerate(file);
    } catch (IOException e) {
      throw new CannotStartException(
          "The signing key " + file + " cannot be used: " + e.getMessage(), e);
    }
  }
}
