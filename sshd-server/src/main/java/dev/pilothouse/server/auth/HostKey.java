package dev.pilothouse.server.auth;

import dev.pilothouse.server.FrontDoorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The key by which clients know this server. */
public final class HostKey {
  private HostKey() {}

  /**
   * Reads the key, in OpenSSH's format or PKCS#8 PEM; makes an ed25519 one if there is no file.
   *
   * @throws FrontDoorException when it is readable for others, or no key
   */
  public static KeyPair at(Path file) {
    try {
      if (!Files.exists(file)) {
        PrivateFile.write(file, generate());
      }
      if (!Files.isRegularFile(file)) {
        throw new FrontDoorException(
            "The SSH host key %s is not a file. Move it away, and a new key is made there at the next start."
                .formatted(file));
      }
      if (!PrivateFile.isPrivate(file)) {
        throw new FrontDoorException(
            ("Others than its owner may read or change the SSH host key %s, so anybody on this"
                    + " machine could pose as this server. Run  chmod 600 %s  and start again; if"
                    + " somebody may have copied the key, delete the file instead, and a new key is"
                    + " made (users will be asked to accept it).")
                .formatted(file, file));
      }
      return read(file);
    } catch (IOException | GeneralSecurityException e) {
      throw new FrontDoorException(
          ("The SSH host key %s cannot be read or made: %s. Check the path and its rights; or move"
                  + " the file away, and a new key is made at the next start.")
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Iterable<KeyPair> keys =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), in, FilePasswordProvider.EMPTY);
      Iterator<KeyPair> found = keys == null ? null : keys.iterator();
      if (found == null || !found.hasNext()) {
        throw new IOException("there is no private key in it");
      }
      return found.next();
    }
  }

  private static String generate() throws IOException, GeneralSecurityException {
    KeyPair key = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "pilothouse", null, out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}
