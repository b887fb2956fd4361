package dev.pilothouse.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can write to the bus still cannot command a host. */
class SignatureTest {
  private static final Order ORDER =
      new Order(
          UUID.fromString("00000000-0000-4000-8000-000000000042"),
          42,
          new Operation.StartVm(Vms.ref("h1", "web01")),
          new Principal("ada", Role.OPERATOR, "local"),
          Instant.parse("2026-11-23T06:30:00Z"),
          Instant.parse("2026-11-23T06:31:00Z"));

  private final Codec codec = new Codec();
  private final SigningKey key = SigningKey.generate();
  private final TrustedKeys trusted = TrustedKeys.of(key);

  @TempDir private Path directory;

  @Test
  void whatWasSignedIsReadAsItWas() throws Exception {
    assertThat(trusted.open(codec, "h1", key.seal(codec, "h1", ORDER))).isEqualTo(ORDER);
  }

  @Test
  void anAlteredOrderIsRefused() {
    Envelope honest = codec.read(Envelope.class, key.seal(codec, "h1", ORDER));
    assertRefused(honest.payload().replace("operator", "admin"), honest, "altered");
    assertRefused(honest.payload().replace("start-vm", "delete-vm"), honest, "altered");
    assertRefused(honest.payload().replace("06:31", "09:31"), honest, "altered");
    assertRefused(honest.payload() + " ", honest, "altered");
  }

  private void assertRefused(String payload, Envelope honest, String why) {
    assertThat(payload).isNotEqualTo(honest.payload());
    Envelope altered = new Envelope(honest.key(), honest.signature(), payload);
    assertUntrusted("h1", codec.write(Envelope.class, altered), 42, why);
  }

  @Test
  void anUnknownKeyIsRefusedEvenUnderAKnownName() {
    SigningKey foreign = SigningKey.generate();
    String json = foreign.seal(codec, "h1", ORDER);
    assertUntrusted("h1", json, 42, "does not know");
    assertUntrusted("h1", json.replace(foreign.id(), key.id()), 42, "altered");
  }

  @Test
  void anOrderForAnotherHostIsRefused() {
    assertUntrusted("h2", key.seal(codec, "h1", ORDER), 42, "another host");
    assertUntrusted("h2", key.seal(codec, "h2", ORDER), 42, "another host");
  }

  @Test
  void rubbishIsRefused() {
    Envelope honest = codec.read(Envelope.class, key.seal(codec, "h1", ORDER));
    assertUntrusted("h1", "", 0, "read");
    assertUntrusted("h1", "{}", 0, "read");
    assertUntrusted("h1", codec.write(Order.class, ORDER), 0, "read");
    assertUntrusted(
        "h1",
        codec.write(Envelope.class, new Envelope(key.id(), "?", honest.payload())),
        42,
        "read");
    assertUntrusted(
        "h1", codec.write(Envelope.class, new Envelope(key.id(), "", honest.payload())), 42, "alt");
  }

  private void assertUntrusted(String host, String json, long number, String why) {
    assertThatThrownBy(() -> trusted.open(codec, host, json))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((UntrustedException) e).number())
        .isEqualTo(number);
  }

  @Test
  void aKeyIsKeptInAFileOfItsOwnersAlone() throws Exception {
    Path file = directory.resolve("signing.pem");
    SigningKey first = SigningKey.loadOrGenerate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    SigningKey again = SigningKey.loadOrGenerate(file);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(TrustedKeys.of(first).open(codec, "h1", again.seal(codec, "h1", ORDER)))
        .isEqualTo(ORDER);
    assertThatThrownBy(() -> first.save(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aKeyThatOthersCanReadIsNotUsed() throws Exception {
    Path file = directory.resolve("signing.pem");
    key.save(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SigningKey.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aBrokenKeyFileSaysWhatToDo() throws Exception {
    Path file = directory.resolve("signing.pem");
    key.save(file);
    String good = Files.readString(file);
    Path other = directory.resolve("other.pem");
    SigningKey.generate().save(other);
    String mixed =
        good.substring(0, good.indexOf("-----BEGIN PUBLIC"))
            + Files.readString(other)
                .substring(Files.readString(other).indexOf("-----BEGIN PUBLIC"));
    for (String bad : new String[] {"", "hello", good.substring(0, good.length() / 2), mixed}) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> SigningKey.load(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a Pilothouse signing key");
    }
  }

  @Test
  void trustedKeysComeFromAFileOfLines() throws Exception {
    Path file = directory.resolve("trusted");
    SigningKey second = SigningKey.generate();
    Files.writeString(
        file,
        "# management nodes\n\n" + key.publicLine() + " node1\n" + second.publicLine() + "\n");
    TrustedKeys loaded = TrustedKeys.load(file);
    assertThat(loaded.ids()).containsExactlyInAnyOrder(key.id(), second.id());
    assertThat(loaded.open(codec, "h1", key.seal(codec, "h1", ORDER))).isEqualTo(ORDER);

    Files.writeString(file, "# fine\nnot-a-key node1\n");
    assertThatThrownBy(() -> TrustedKeys.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2");
  }
}
