package dev.pilothouse.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private static final String A = "a".repeat(64);
  private static final String B = "B".repeat(128);

  @Test
  void sumsAreFoundInTheFormsThatDistributionsPublish() {
    String gnu = "# x\n" + A + "  other.img\n" + B + " *debian.qcow2\n";
    assertThat(Checksum.in(gnu, "debian.qcow2")).contains(new Checksum(B));
    String bsd = "-----BEGIN PGP\nSHA256 (d/fedora.qcow2) = " + A + "\nSHA256 (x) = " + A + "\n";
    assertThat(Checksum.in(bsd, "fedora.qcow2")).contains(new Checksum(A));
    assertThat(Checksum.in(A + "\n", "anything")).contains(new Checksum(A));
    assertThat(Checksum.in(A + "  renamed.qcow2", "anything")).contains(new Checksum(A));
    assertThat(Checksum.in(gnu, "missing.qcow2")).isEqualTo(Optional.empty());
    assertThat(Checksum.in("", "x")).isEqualTo(Optional.empty());
  }

  @Test
  void whatIsNoSumIsRefused() {
    assertThatThrownBy(() -> new Checksum("abc")).hasMessageContaining("no checksum");
    assertThatThrownBy(() -> new Checksum(A).demand(new byte[32])).hasMessageContaining("is wrong");
  }
}
