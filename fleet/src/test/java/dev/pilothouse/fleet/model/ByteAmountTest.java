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
    "0,0",
    "1,1",
    "17b,17",
    "512M,536870912",
    "512m,536870912",
    "2G,2147483648",
    "2GB,2147483648",
    "2 GiB,2147483648",
    "1.5g,1610612736",
    "2048k,2097152",
    "1T,1099511627776",
    "1P,1125899906842624"
  })
  void whatPeopleWrite(String text, long bytes) {
    assertThat(ByteAmount.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "G", "-1G", "1,5G", "two", "1e9", "2X", "9999P", "1G2", "999999999999999T"})
  void whatIsNoSizeIsExplained(String text) {
    assertThatThrownBy(() -> ByteAmount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .containsAnyOf("such as 2G", "more than 1 EiB");
  }

  @Test
  void whatIsShownIsExactAndCanBeTyped() {
    assertThat(ByteAmount.text(2L << 30)).isEqualTo("2 GiB");
    assertThat(ByteAmount.text(1536L << 20)).isEqualTo("1536 MiB");
    assertThat(ByteAmount.text(0)).isEqualTo("0 B");
    assertThat(ByteAmount.text(1025)).isEqualTo("1025 B");
    for (long bytes : new long[] {0, 1, 1025, 1536L << 20, 3L << 40}) {
      assertThat(ByteAmount.parse(ByteAmount.typed(bytes))).isEqualTo(bytes);
      assertThat(ByteAmount.parse(ByteAmount.text(bytes))).isEqualTo(bytes);
    }
  }
}
