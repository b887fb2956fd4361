package dev.pilothouse.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files claim to be, made by hand. */
class ProbeTest {
  private static final long MOST = 1L << 41;

  private static Probed probe(byte[] file) {
    return Probe.of(
        Arrays.copyOf(file, Math.min(file.length, Probe.HEAD)), file.length, false, MOST);
  }

  private static void refused(byte[] file, String why, String advice) {
    assertThatThrownBy(() -> probe(file))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(ErrorCode.BAD_INPUT);
              assertThat(e.failure().message()).contains(why);
              assertThat(e.failure().hint()).contains(advice);
            });
  }

  private static byte[] at(int place, String magic, int length) {
    byte[] file = new byte[length];
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, file, place, bytes.length);
    return file;
  }

  @Test
  void aWholeQcow2IsTaken() {
    Probed probed = probe(Qcow2Bytes.whole().all());
    assertThat(probed.kind()).isEqualTo(Image.Kind.DISK);
    assertThat(probed.format()).isEqualTo("qcow2");
    assertThat(probed.virtualBytes()).isEqualTo(1 << 20);
  }

  @Test
  void whatNamesAnotherFileIsRefusedWithItsName() {
    refused(
        Qcow2Bytes.whole().on("/etc/shadow").all(),
        "stands on another file, '/etc/shadow'",
        "flatten");
    refused(Qcow2Bytes.whole().on("\u001b[2Jjson:{").all(), "'\\x1B[2Jjson:{'", "flatten");
    refused(Qcow2Bytes.whole().with(8, Long.MIN_VALUE).all(), "out of bounds", "flatten");
    refused(Qcow2Bytes.whole().with(8, 65_530L).with(16, 1000).all(), "out of bounds", "flatten");
    refused(Qcow2Bytes.whole().with(72, 4L).all(), "its data in another file", "convert");
  }

  @Test
  void whatCannotBeReadAsItIsIsRefused() {
    refused(Qcow2Bytes.whole().with(4, 1).all(), "version 1", "qemu-img convert");
    refused(Qcow2Bytes.whole().with(4, -1).all(), "version 4294967295", "qemu-img convert");
    refused(Qcow2Bytes.whole().with(32, 2).all(), "encrypted", "decrypted");
    refused(Qcow2Bytes.whole().with(72, 2L).all(), "corrupt", "qemu-img check");
    refused(Qcow2Bytes.whole().with(72, 1L << 40).all(), "not known here", "convert");
    refused(Qcow2Bytes.whole().with(20, 60).all(), "clusters of 2^60", "");
    refused(Qcow2Bytes.whole().with(36, Integer.MAX_VALUE).all(), "out of bounds", "");
    refused(Qcow2Bytes.whole().with(40, -8L).all(), "out of bounds", "");
    refused(Qcow2Bytes.whole().with(40, Long.MAX_VALUE - 8).all(), "cut off", "checksum");
  }

  @Test
  void anEnormousDiskIsRefused() {
    refused(
        Qcow2Bytes.whole().with(24, 1L << 60).all(), "at most 2.0 TiB", "images.maxVirtualSize");
    refused(Qcow2Bytes.whole().with(24, -1L).all(), "damaged", "");
    refused(Qcow2Bytes.whole().with(24, 0L).all(), "damaged", "");
  }

  @Test
  void whatWasCutOffIsRefused() {
    refused(new byte[0], "empty", "");
    refused(Qcow2Bytes.whole().first(40), "within its header", "checksum");
    refused(Qcow2Bytes.whole().first(100), "within its header", "checksum");
    refused(Qcow2Bytes.whole().first(70_000), "tables lie behind", "checksum");
  }

  @Test
  void tablesThatPointBehindTheEndAreFound() {
    byte[] file = Qcow2Bytes.whole().all();
    Qcow2Header header = Objects.requireNonNull(probe(file).qcow2());
    Qcow2Tables.check(header, file.length, reading(file));
    for (int length : new int[] {4 << 16, (3 << 16) + 8, 3 << 16}) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> Qcow2Tables.check(header, cut.length, reading(cut)))
          .hasMessageContaining("cut off");
    }
    byte[] compressed = Qcow2Bytes.whole().with(3 << 16, (1L << 62) | (9L << 16)).all();
    assertThatThrownBy(() -> Qcow2Tables.check(header, compressed.length, reading(compressed)))
        .hasMessageContaining("behind its end");
  }

  private static Qcow2Tables.Pieces reading(byte[] file) {
    return (offset, bytes) ->
        Arrays.copyOfRange(
            file, (int) Math.min(offset, file.length), (int) Math.min(offset + bytes, file.length));
  }

  @Test
  void noiseInTheHeaderNeverDoesMoreThanRefuse() {
    Random random = new Random(42);
    for (int i = 0; i < 5_000; i++) {
      byte[] file = Qcow2Bytes.whole().all();
      for (int j = 0; j < 4; j++) {
        file[4 + random.nextInt(108)] = (byte) random.nextInt();
      }
      try {
        Qcow2Header header = Objects.requireNonNull(probe(file).qcow2());
        Qcow2Tables.check(header, file.length, reading(file));
      } catch (OperationException e) {
        assertThat(e.failure().code()).isEqualTo(ErrorCode.BAD_INPUT);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, KDMV, VMDK",
    "0, # Disk DescriptorFile, VMDK",
    "64, \u007f\u0010\u00da\u00be, VDI",
    "0, vhdxfile, VHDX",
    "0, conectix, VPC"
  })
  void otherFormatsAreNamedWithTheWayToConvertThem(int place, String magic, String format) {
    refused(
        at(place, magic, 4096),
        "format " + format,
        "qemu-img convert -f " + format.toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void packedFilesAndPagesAreRefused() {
    refused(at(0, "\u001f\u008b", 4096), "packed (gzip)", "Unpack");
    refused(at(0, "\u00fd7zXZ\0", 4096), "packed (xz)", "Unpack");
    refused(
        "<!doctype html><title>404</title>".getBytes(StandardCharsets.US_ASCII),
        "web page",
        "--raw");
    refused(new byte[4096], "neither a known header", "--raw");
  }

  @Test
  void rawDisksAreKnownByTheirTableOrByWordOfMouth() {
    Probed mbr = probe(at(510, "U\u00aa", 4096));
    assertThat(mbr.format()).isEqualTo("raw");
    assertThat(mbr.virtualBytes()).isEqualTo(4096);
    refused(at(510, "U\u00aa", 4097), "whole sectors", "checksum");
    assertThat(Probe.of(new byte[512], 512, true, MOST).format()).isEqualTo("raw");
    // Whoever says raw does not get a disk that QEMU would take for something else.
    assertThatThrownBy(
            () ->
                Probe.of(
                    Qcow2Bytes.whole().on("/etc/shadow").first(Probe.HEAD), 1 << 20, true, MOST))
        .hasMessageContaining("/etc/shadow");
  }

  @Test
  void isosAreMedia() {
    byte[] iso = at((32 << 10) + 1, "CD001", 64 << 10);
    ByteBuffer.wrap(iso).putInt((32 << 10) + 84, 32).putShort((32 << 10) + 130, (short) 2048);
    Probed probed = probe(iso);
    assertThat(probed.kind()).isEqualTo(Image.Kind.ISO);
    assertThat(probed.format()).isEqualTo("raw");
    ByteBuffer.wrap(iso).putInt((32 << 10) + 84, 33);
    refused(iso, "should have 67584 bytes and has 65536", "checksum");
  }
}
