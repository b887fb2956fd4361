package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.operation.handler.Trash;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file {@code UUID.json} for each VM, written at one stroke, that only the agent can read: the
 * definitions have their passwords in them.
 */
public final class TrashFolder implements Trash {
  private static final Logger LOG = LoggerFactory.getLogger(TrashFolder.class);
  private static final String ENDING = ".json";

  private final Path folder;
  private final Codec codec = new Codec();

  public TrashFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ENDING)).toList()) {
        read(file).ifPresent(all::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.sort(Comparator.comparing(entry -> entry.vm().since()));
    return all;
  }

  @Override
  public Optional<Entry> find(UUID vm) {
    return read(file(vm));
  }

  @Override
  public void put(Entry entry) {
    try {
      Files.createDirectories(folder);
      Path next = folder.resolve(entry.vm().ref().uuid() + ".next");
      Files.deleteIfExists(next);
      try (FileChannel out =
          FileChannel.open(
              next,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes =
            ByteBuffer.wrap(codec.write(Entry.class, entry).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(next, file(entry.vm().ref().uuid()), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
        opened.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the trash cannot be written", e);
    }
  }

  @Override
  public void remove(UUID vm) {
    try {
      Files.deleteIfExists(file(vm));
    } catch (IOException e) {
      throw new UncheckedIOException("the trash cannot be written", e);
    }
  }

  private Path file(UUID vm) {
    return folder.resolve(vm + ENDING);
  }

  private Optional<Entry> read(Path file) {
    try {
      return Optional.of(codec.read(Entry.class, Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | WireException e) {
      LOG.warn("{} of the trash cannot be read: {}", file.getFileName(), e.getMessage());
      return Optional.empty();
    }
  }
}
