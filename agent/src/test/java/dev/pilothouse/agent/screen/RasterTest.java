package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RasterTest {

  @Test
  void aPictureIsTheSameAsPngAndAsPpm() throws IOException {
    Raster png = Shots.raster("uefi-setup");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("P6\n# made by a test\n640 480\n255\n".getBytes(StandardCharsets.US_ASCII));
    for (int pixel : png.rgb()) {
      out.write(pixel >> 16);
      out.write(pixel >> 8);
      out.write(pixel);
    }
    Raster ppm = Raster.decode(out.toByteArray());
    assertThat(ppm.width()).isEqualTo(640);
    assertThat(ppm.height()).isEqualTo(480);
    assertThat(ppm.rgb()).isEqualTo(png.rgb());
    assertThat(png.at(10, 10)).isEqualTo(0x989898); // EDK II's light grey
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P6",
        "P6 ",
        "P6\n1 1\n255",
        "P6\n1 1\n255\nab",
        "P6\n0 1\n255\nabc",
        "P6\n1 1\n65535\nabcdef",
        "P6\n-1 1\n255\nabc",
        "P6\n999999 999999\n255\nabc",
        "P6\n9999999 1\n255\nabc",
        "P6\n30000 30000\n255\nabc",
        "P6\nx 1\n255\nabc",
        "P6\n# no end",
        "P3\n1 1\n255\n1 2 3",
        "GIF89a",
        "\u0089PNG\r\n\u001a\n",
      })
  void whatIsNoPictureIsRefused(String text) {
    assertThatThrownBy(() -> Raster.decode(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aPngThatIsCutOffAnywhereIsRefused() {
    byte[] png = Shots.png("grub-text");
    for (int length = 0; length < png.length; length += 7) {
      byte[] cut = Arrays.copyOf(png, length);
      assertThatThrownBy(() -> Raster.decode(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPngThatWouldTakeAllMemoryIsRefusedBeforeItDoes() {
    byte[] png = Shots.png("grub-text").clone();
    ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
    assertThatThrownBy(() -> Raster.decode(png))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("30000");
  }
}
