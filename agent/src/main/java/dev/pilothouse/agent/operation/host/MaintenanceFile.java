package dev.pilothouse.agent.operation.host;

import dev.pilothouse.agent.operation.handler.Maintenance;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code maintenance.json} in the agent's state directory, there while it lasts. */
public final class MaintenanceFile implements Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(MaintenanceFile.class);

  private final Path folder;
  private final Path file;
  private final Codec codec = new Codec();

  /**
   * @param folder the agent's state directory
   */
  public MaintenanceFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("maintenance.json");
  }

  @Override
  public Optional<HostTerms.Maintenance> now() {
    try {
      return Optional.of(codec.read(HostTerms.Maintenance.class, Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | WireException e) {
      LOG.warn("{} cannot be read: {}", file.getFileName(), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public synchronized void begin(HostTerms.Maintenance maintenance) {
    try {
      Path next = folder.resolve("maintenance.next");
      try (FileChannel out =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes =
            ByteBuffer.wrap(
                codec
                    .write(HostTerms.Maintenance.class, maintenance)
                    .getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      sync();
    } catch (IOException e) {
      throw new UncheckedIOException("the maintenance cannot be kept", e);
    }
  }

  @Override
  public synchronized void end() {
    try {
      if (Files.deleteIfExists(file)) {
        sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the maintenance cannot be ended", e);
    }
  }

  private void sync() throws IOException {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    }
  }
}
