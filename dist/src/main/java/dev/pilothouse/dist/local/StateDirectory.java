package dev.pilothouse.dist.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder that holds everything one installation keeps: mode 0700, owned by the user who runs
 * it.
 *
 * @param root absolute path
 */
public record StateDirectory(Path root) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");

  /** Linux: {@code sun_path} of a Unix socket has 108 bytes with its closing zero (unix(7)). */
  private static final int SOCKET_PATH_BYTES = 107;

  /**
   * The folder when none is given: {@code /var/lib/pilothouse} for root, else {@code
   * $XDG_STATE_HOME/pilothouse} with the default that the XDG Base Directory Specification gives.
   */
  public static Path standard(String user, Map<String, String> environment, Path home) {
    if (user.equals("root")) {
      return Path.of("/var/lib/pilothouse");
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    Path own = Path.of(environment.getOrDefault("HOME", home.toString()));
    Path base = xdg.startsWith("/") ? Path.of(xdg) : own.resolve(".local/state");
    return base.resolve("pilothouse");
  }

  /**
   * The folder as it is, for who only wants to know whether an instance runs in it.
   *
   * @throws CannotStartException when it exists and this user may not look into it
   */
  public static StateDirectory at(Path path) {
    Path root = path.toAbsolutePath().normalize();
    if (Files.exists(root) && !Files.isExecutable(root)) {
      throw new CannotStartException(
          "You may not look into the state directory %s. Run as the user it belongs to."
              .formatted(root));
    }
    return new StateDirectory(root);
  }

  /**
   * Makes the folder where it is missing and closes it to others.
   *
   * @throws CannotStartException when it cannot be made, belongs to someone else, or is no folder
   */
  public static StateDirectory open(Path path) {
    Path root = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      String owner = Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).getName();
      String user = System.getProperty("user.name");
      if (!owner.equals(user)) {
        throw new CannotStartException(
            "The state directory %s belongs to %s, not to %s. Run as that user, or choose another folder with --state DIR."
                .formatted(root, owner, user));
      }
      Files.setPosixFilePermissions(root, OWNER_ONLY);
    } catch (IOException e) {
      throw new CannotStartException(
          "The state directory %s cannot be used (%s). Choose another folder with --state DIR."
              .formatted(root, e),
          e);
    }
    return new StateDirectory(root);
  }

  /** Holds the pid of the running instance. */
  public Path pid() {
    return root.resolve("pid");
  }

  /** Held with an OS lock while an instance runs; the kernel frees it however the instance ends. */
  Path lock() {
    return root.resolve("lock");
  }

  /** Exists while the instance is up and serves. */
  public Path ready() {
    return root.resolve("ready");
  }

  /** Holds the port of the SSH server, in decimal with a line feed. */
  public Path sshPort() {
    return root.resolve("ssh-port");
  }

  /** What stands in {@link #sshPort}; empty as long as no SSH server listens. */
  public Optional<Integer> port() {
    try {
      return Files.exists(sshPort())
          ? Optional.of(Integer.valueOf(Files.readString(sshPort()).strip()))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // it is being written or taken away
    }
  }

  /** The SSH server's private key, mode 0600. */
  public Path hostKey() {
    return root.resolve("ssh_host_ed25519_key");
  }

  public Path log() {
    return root.resolve("pilothouse.log");
  }

  /** What a detached instance says before its log is open. */
  public Path console() {
    return root.resolve("console.log");
  }

  /** Redis's configuration, data and log. */
  public Path redis() {
    return folder("redis");
  }

  /**
   * Redis's Unix socket.
   *
   * @throws CannotStartException when the path is too long for one
   */
  public Path redisSocket() {
    Path socket = root.resolve("redis.sock");
    if (socket.toString().getBytes(UTF_8).length > SOCKET_PATH_BYTES) {
      throw new CannotStartException(
          "The path %s is too long for a Unix socket (%d bytes at most). Choose a shorter folder with --state DIR."
              .formatted(socket, SOCKET_PATH_BYTES));
    }
    return socket;
  }

  /** Pid files and logs of the libvirt daemons that Pilothouse started. */
  public Path libvirt() {
    return folder("libvirt");
  }

  /** Writes a file whole or not at all, mode 0600. */
  public void write(Path file, String text) {
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(SECRET));
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CannotStartException("Cannot write %s (%s).".formatted(file, e), e);
    }
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(
          root.resolve(name), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (IOException e) {
      throw new CannotStartException(
          "Cannot make the folder %s (%s).".formatted(root.resolve(name), e), e);
    }
  }
}
