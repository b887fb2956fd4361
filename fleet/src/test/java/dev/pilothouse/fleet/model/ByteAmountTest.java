package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteAmountTest {
  @ParameterizedTest
  @CsvSource({
    "2G, 2147483648",
    "2g, 2147483648",
    "2GiB, 2147483648",
    "2GB, 2147483648",
    "512M, 536870912",
    "1.5 T, 1649267441664",
    "100B, 100",
    "0K, 0"
  })
  void whatPeopleWriteIsRead(String text, long bytes) {
    assertThat(ByteAmount.parse(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "G", "2", "2048", "-1G", "2X", "1,5G", "2 G B", "99999999999P", "1e3G"})
  void whatIsNoAmountOrUnclearIsNot(String text) {
    assertThat(ByteAmount.parse(text)).isEmpty();
  }

  @Test
  void theyAreShownShort() {
    assertThat(ByteAmount.of(20L << 30)).isEqualTo("20 GiB");
    assertThat(ByteAmount.of(1536L << 20)).isEqualTo("1536 MiB");
    assertThat(ByteAmount.of(1)).isEqualTo("1 B");
    assertThat(ByteAmount.of(0)).isEqualTo("0 B");
    assertThat(ByteAmount.of(123_456_789)).isEqualTo("117.7 MiB");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "1K, 1024",
    "512M, 536870912",
    "20G, 21474836480",
    "20g, 21474836480",
    "20GiB, 21474836480",
    "20 GB, 21474836480",
    "1.5T, 1649267441664",
    "1.5K, 1536",
    "8191P, 9222246136947933184",
  })
  void sizesAreRead(String text, long bytes) {
    assertThat(ByteAmount.read(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "-1G",
        "1,5G",
        "20X",
        "1e9",
        "1.5",
        "9999999999999999",
        "8192P",
        "\u0661G"
      })
  void whatIsNoSizeIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> ByteAmount.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("'.*' is .*");
  }

  @Test
  void exactReadsBackEqual() {
    for (long bytes : new long[] {0, 1, 1023, 1024, 1536, 21474836480L, 21474836481L}) {
      assertThat(ByteAmount.read(ByteAmount.exact(bytes))).isEqualTo(bytes);
    }
    assertThat(ByteAmount.exact(20L << 30)).isEqualTo("20G");
    assertThat(ByteAmount.exact(1536)).isEqualTo("1536");
  }

  @Test
  void memoryIsRoundedUp() {
    assertThat(ByteAmount.of(2L << 30)).isEqualTo("2 GiB");
    assertThat(ByteAmount.of(1536L << 20)).isEqualTo("1536 MiB");
    assertThat(ByteAmount.of(0)).isEqualTo("0 B");
    assertThat(ByteAmount.of(1025)).isEqualTo("1025 B");
    assertThat(ByteAmount.wholeMebibytes(1)).isEqualTo(1L << 20);
    assertThat(ByteAmount.wholeMebibytes(1L << 20)).isEqualTo(1L << 20);
  }

  @Test
  void itIsSaidWhatIsWrong() {
    assertThatThrownBy(() -> ByteAmount.read("1.5")).hasMessageContaining("a number and a unit");
    assertThatThrownBy(() -> ByteAmount.read("8192P")).hasMessageContaining("larger than any disk");
  }
}
