package dev.pilothouse.dist.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code up} on a state directory: whoever holds the lock. The lock is the kernel's
 * (fcntl(2)), so a killed instance leaves none behind; the pid file only tells whom to signal and
 * is believed only while the lock is held.
 */
public final class Instance implements AutoCloseable {
  private final StateDirectory state;
  private final FileChannel channel;

  private Instance(StateDirectory state, FileChannel channel) {
    this.state = state;
    this.channel = channel;
  }

  /**
   * Becomes the instance of this state directory.
   *
   * @throws CannotStartException when another process is it
   */
  public static Instance claim(StateDirectory state) {
    try {
      FileChannel channel = lock(state);
      if (channel == null) {
        String who = find(state).map(other -> " (process " + other.pid() + ")").orElse("");
        throw new CannotStartException(
            "Pilothouse is already running on the state directory %s%s. Stop it with `pilothouse down`, or run a second one with another --state DIR."
                .formatted(state.root(), who));
      }
      Files.deleteIfExists(state.ready());
      Files.deleteIfExists(state.sshPort());
      state.write(state.pid(), ProcessHandle.current().pid() + "\n");
      return new Instance(state, channel);
    } catch (IOException e) {
      throw new CannotStartException("Cannot lock %s (%s).".formatted(state.lock(), e), e);
    }
  }

  /** The process that holds the state directory at this moment; never this one. */
  public static Optional<ProcessHandle> find(StateDirectory state) {
    try {
      Optional<Long> pid = pid(state.pid());
      if (pid.isEmpty() || pid.get() == ProcessHandle.current().pid()) {
        return Optional.empty(); // asked before the lock is touched: see lock()
      }
      try (FileChannel free = lock(state)) {
        return free != null ? Optional.empty() : ProcessHandle.of(pid.get());
      }
    } catch (IOException e) {
      throw new CannotStartException("Cannot read %s (%s).".formatted(state.lock(), e), e);
    }
  }

  /** From here on others see this instance as up ({@code up --detach} returns). */
  public void ready() {
    state.write(state.ready(), ProcessHandle.current().pid() + "\n");
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(state.ready());
      Files.deleteIfExists(state.sshPort());
      Files.deleteIfExists(state.pid());
    } catch (IOException e) {
      throw new CannotStartException(
          "Cannot leave the state directory %s tidy (%s).".formatted(state.root(), e), e);
    }
  }

  /** The number in a pid file, if there is one. */
  static Optional<Long> pid(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file).strip();
    return text.matches("[1-9][0-9]{0,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /** An open channel that holds the lock, or null when another process holds it. */
  private static @Nullable FileChannel lock(StateDirectory state) throws IOException {
    FileChannel channel =
        FileChannel.open(state.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      return null; // held by this JVM: closing any channel of the file would free that lock
      // (fcntl(2))
    }
    channel.close();
    return null;
  }
}
