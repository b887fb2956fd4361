package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {
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
  void readsWhatPeopleWrite(String text, long bytes) {
    assertThat(Size.parse(text)).isEqualTo(bytes);
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
  void refusesTheRestWithASentence(String text) {
    assertThatThrownBy(() -> Size.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("'.*' is .*");
  }

  @Test
  void exactReadsBackEqual() {
    for (long bytes : new long[] {0, 1, 1023, 1024, 1536, 21474836480L, 21474836481L}) {
      assertThat(Size.parse(Size.exact(bytes))).isEqualTo(bytes);
    }
    assertThat(Size.exact(20L << 30)).isEqualTo("20G");
    assertThat(Size.exact(1536)).isEqualTo("1536");
  }

  @Test
  void forPeopleAndRoundedUp() {
    assertThat(Size.text(2L << 30)).isEqualTo("2 GiB");
    assertThat(Size.text(1536L << 20)).isEqualTo("1536 MiB");
    assertThat(Size.text(0)).isEqualTo("0 B");
    assertThat(Size.text(1025)).isEqualTo("1025 B");
    assertThat(Size.wholeMebibytes(1)).isEqualTo(1L << 20);
    assertThat(Size.wholeMebibytes(1L << 20)).isEqualTo(1L << 20);
  }
}
