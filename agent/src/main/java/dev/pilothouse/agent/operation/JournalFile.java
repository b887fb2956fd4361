package dev.pilothouse.agent.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that are on the disk when {@link #append} returns. A crash in the middle of an
 * append leaves a torn last line, which the next open cuts off. One process at a time.
 */
final class JournalFile implements AutoCloseable {
  private static final String NAME = "journal.jsonl";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final Path path;
  private final FileChannel lockFile;
  private FileChannel channel;
  private boolean torn;

  private JournalFile(Path directory, FileChannel lockFile, FileChannel channel) {
    this.directory = directory;
    this.path = directory.resolve(NAME);
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /** Opens or creates {@code journal.jsonl} in {@code directory}. */
  static JournalFile open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel lockFile = openOwnerOnly(directory.resolve("journal.lock"));
    try {
      lock(lockFile, directory);
      FileChannel channel = openOwnerOnly(directory.resolve(NAME));
      syncDirectory(directory);
      return new JournalFile(directory, lockFile, channel);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  /** All whole lines. Cuts off a torn last one, so that nothing is ever written behind it. */
  synchronized List<String> readAll() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      channel.truncate(start);
      channel.force(true);
    }
    channel.position(start);
    return lines;
  }

  /**
   * Writes a line behind the others.
   *
   * @param sync whether it must be on the disk on return
   * @throws UncheckedIOException when it is not written; then nothing of it stays in the file
   */
  synchronized void append(String line, boolean sync) {
    try {
      long end = channel.position();
      if (torn) {
        channel.truncate(end);
        torn = false;
      }
      try {
        writeFully(channel, line + "\n");
        if (sync) {
          channel.force(false);
        }
      } catch (IOException e) {
        torn = true;
        channel.position(end);
        channel.truncate(end);
        torn = false;
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal " + path + " cannot be written", e);
    }
  }

  /** Puts {@code lines} in the place of all that was there, at one stroke. */
  synchronized void replaceAll(List<String> lines) throws IOException {
    Path next = path.resolveSibling("journal.next");
    Files.deleteIfExists(next);
    FileChannel fresh = openOwnerOnly(next);
    try {
      for (String line : lines) {
        writeFully(fresh, line + "\n");
      }
      fresh.force(true);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(directory);
    } catch (IOException | RuntimeException e) {
      fresh.close();
      throw e;
    }
    channel.close();
    channel = fresh;
    torn = false;
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
    lockFile.close();
  }

  private static void writeFully(FileChannel to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static FileChannel openOwnerOnly(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
  }

  private static void lock(FileChannel lockFile, Path directory) throws IOException {
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          "another agent uses the state directory " + directory + "; stop it or choose another");
    }
  }

  /** A new or renamed file is only safe when its directory is on the disk too. */
  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
      opened.force(true);
    }
  }
}
