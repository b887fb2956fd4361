package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.50.1/24, 192.168.50.2, 192.168.50.254",
    "192.168.50.254/24, 192.168.50.1, 192.168.50.253",
    "10.0.0.100/24, 10.0.0.101, 10.0.0.254",
    "10.0.0.1/30, 10.0.0.2, 10.0.0.2",
    "fd00::1/64, fd00:0:0:0:0:0:0:2, fd00:0:0:0:ffff:ffff:ffff:fffe"
  })
  void everybodyElseIsWhatIsLeft(String own, String first, String last) {
    assertThat(Subnet.parse(own).everybodyElse()).isEqualTo(new Subnet.Range(first, last));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.50.1/24, 192.168.50.200/25, true",
    "192.168.50.1/24, 192.168.51.1/24, false",
    "10.0.0.1/8, 10.200.3.1/24, true",
    "fd00::1/64, fd00::2/64, true",
    "fd00::1/64, 10.0.0.1/8, false"
  })
  void overlaps(String one, String other, boolean expected) {
    assertThat(Subnet.parse(one).overlaps(Subnet.parse(other))).isEqualTo(expected);
    assertThat(Subnet.parse(other).overlaps(Subnet.parse(one))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "192.168.50.1", "192.168.50.1/33", "192.168.50.1/0", "192.168.50/24", "host.example/24",
        "300.1.1.1/24", "192.168.50.1/-1", "1.2.3.4/24/24", "fd00::g/64", "::/129", "a:/64"
      })
  void whatIsNoSubnetIsRefused(String text) {
    assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeLiesWithinAndInOrder() {
    Subnet subnet = Subnet.parse("192.168.50.1/24");
    assertThat(subnet.range("192.168.50.10 - 192.168.50.99"))
        .isEqualTo(new Subnet.Range("192.168.50.10", "192.168.50.99"));
    for (String wrong :
        new String[] {
          "192.168.50.10",
          "192.168.50.10-192.168.51.99",
          "192.168.50.99-192.168.50.10",
          "fd00::1-fd00::2",
          "-"
        }) {
      assertThatThrownBy(() -> subnet.range(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Subnet.parse("10.0.0.1/31").everybodyElse())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
