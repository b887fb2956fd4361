package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

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
}
