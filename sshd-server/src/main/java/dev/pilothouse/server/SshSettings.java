package dev.pilothouse.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the front door stands.
 *
 * @param address to listen on; empty for all
 * @param port 0 for any free one
 * @param hostKey the server's private key (OpenSSH or PKCS#8 PEM); an ed25519 one is made there at
 *     the first start
 * @param oneTimePassword where {@link dev.pilothouse.server.auth.OneTimePassword} is kept, if one
 *     may be used
 * @param software what the server calls itself before anybody logged in, after {@code SSH-2.0-}
 * @param banner shown before the login
 */
public record SshSettings(
    Optional<String> address,
    int port,
    Path hostKey,
    Optional<Path> oneTimePassword,
    String software,
    Optional<String> banner,
    Limits limits,
    Timeouts timeouts) {
  public static final int DEFAULT_PORT = 2222;

  /**
   * OpenSSH's client tells of a broken pipe ({@code ssh HOST event follow | head -1}) only to
   * servers whose name begins with {@code OpenSSH} (PROTOCOL, 2.1; its compat.c).
   */
  static final String SOFTWARE = "OpenSSH_like_Pilothouse";

  /** All defaults: every address, port 2222. */
  public static SshSettings withHostKey(Path hostKey) {
    return new SshSettings(
        Optional.empty(),
        DEFAULT_PORT,
        hostKey,
        Optional.empty(),
        SOFTWARE,
        Optional.empty(),
        Limits.DEFAULT,
        Timeouts.DEFAULT);
  }

  public SshSettings withAddress(String value) {
    return new SshSettings(
        Optional.of(value), port, hostKey, oneTimePassword, software, banner, limits, timeouts);
  }

  public SshSettings withPort(int value) {
    return new SshSettings(
        address, value, hostKey, oneTimePassword, software, banner, limits, timeouts);
  }

  public SshSettings withOneTimePassword(Path file) {
    return new SshSettings(
        address, port, hostKey, Optional.of(file), software, banner, limits, timeouts);
  }

  public SshSettings withBanner(String text) {
    return new SshSettings(
        address, port, hostKey, oneTimePassword, software, Optional.of(text), limits, timeouts);
  }

  public SshSettings withLimits(Limits value) {
    return new SshSettings(
        address, port, hostKey, oneTimePassword, software, banner, value, timeouts);
  }

  public SshSettings withTimeouts(Timeouts value) {
    return new SshSettings(
        address, port, hostKey, oneTimePassword, software, banner, limits, value);
  }
}
