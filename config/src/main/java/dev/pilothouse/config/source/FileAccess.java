package dev.pilothouse.config.source;

import static java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may read or change a file, and reading one with limits. */
final class FileAccess {
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      Set.of(GROUP_WRITE, OTHERS_WRITE);
  private static final Set<PosixFilePermission> OPEN_TO_OTHERS =
      Set.of(GROUP_READ, GROUP_WRITE, GROUP_EXECUTE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+:@%=-]+");

  private FileAccess() {}

  /** A file that cannot be read, with what to do about it. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    final String wrong;
    final String advice;

    Unreadable(String wrong, String advice) {
      super(wrong, null, false, false);
      this.wrong = wrong;
      this.advice = advice;
    }
  }

  /** Group or others may change it. */
  static boolean writableByOthers(Path file) throws Unreadable {
    return !Collections.disjoint(permissions(file), WRITABLE_BY_OTHERS);
  }

  /** Group or others may do anything with it: it is no place for a secret. */
  static boolean openToOthers(Path file) throws Unreadable {
    return !Collections.disjoint(permissions(file), OPEN_TO_OTHERS);
  }

  /** The command that puts things right, to be pasted into a shell. */
  static String chmod(String mode, Path file) {
    String path = file.toString();
    String word = PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
    return "run: chmod " + mode + " " + word;
  }

  /** The whole text of a regular UTF-8 file of at most {@code limit} bytes. */
  static String read(Path file, int limit) throws Unreadable {
    if (!Files.exists(file)) {
      throw new Unreadable("there is no such file", "create it, or name the right one");
    }
    requireRegular(file);
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new Unreadable(
            "the file is larger than " + limit + " bytes", "make sure that it is the right one");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("the file is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static void requireRegular(Path file) throws Unreadable {
    if (!Files.isRegularFile(file)) {
      throw new Unreadable("this is not a regular file", "name a file");
    }
  }

  private static Set<PosixFilePermission> permissions(Path file) throws Unreadable {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Unreadable unreadable(IOException e) {
    return e instanceof AccessDeniedException
        ? new Unreadable(
            "the file cannot be read as the user " + System.getProperty("user.name"),
            "run as its owner, or change its owner with chown")
        : new Unreadable(
            "the file cannot be read (" + e.getMessage() + ")", "check the file system");
  }
}
