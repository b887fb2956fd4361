package dev.pilothouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.server.FrontDoorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeyTest {
  @TempDir Path dir;

  private void mode(Path file, String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void theFirstStartMakesOneThatOpenSshCanRead() throws Exception {
    Path file = dir.resolve("state/host_key");

    var made = HostKey.at(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(HostKey.at(file).getPublic()).isEqualTo(made.getPublic());
    Process keygen = new ProcessBuilder("ssh-keygen", "-l", "-f", file.toString()).start();
    assertThat(
            new String(
                keygen.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII))
        .contains("256 ")
        .contains("ED25519");
  }

  @Test
  void pkcs8IsReadToo() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Path file = Files.writeString(dir.resolve("key"), pem);
    mode(file, "rw-------");

    assertThat(HostKey.at(file).getPublic().getEncoded()).isEqualTo(pair.getPublic().getEncoded());
  }

  @Test
  void oneThatOthersCanReadIsRefused() throws Exception {
    Path file = dir.resolve("key");
    HostKey.at(file);
    mode(file, "rw-r-----");

    assertThatThrownBy(() -> HostKey.at(file))
        .isInstanceOf(FrontDoorException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void whatIsNoKeyIsSaidSo() throws Exception {
    Path file = Files.writeString(dir.resolve("key"), "hello\n");
    mode(file, "rw-------");

    assertThatThrownBy(() -> HostKey.at(file))
        .isInstanceOf(FrontDoorException.class)
        .hasMessageContaining("there is no private key in it");
  }
}
