package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @Test
  void isWrittenAsLibvirtDoes() {
    assertThat(MacAddress.parse(" 52-54-00-AB-cd-0F ")).isEqualTo("52:54:00:ab:cd:0f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "52:54:00:00:00",
        "52:54:00:00:00:0g",
        "53:54:00:00:00:01",
        "ff:ff:ff:ff:ff:ff",
        "00:00:00:00:00:00"
      })
  void isAnInterfacesOwn(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text));
  }

  @Test
  void aFreeOneIsNobodys() {
    String first = MacAddress.free(Fleet.empty(), List.of("h1"), new Random(7));
    assertThat(first).startsWith("52:54:00:");
    assertThat(MacAddress.parse(first)).isEqualTo(first);
    // Somebody has it at the next start only; that counts.
    Vm user =
        Vms.vm("h1", "web")
            .running(Instant.EPOCH)
            .defined(List.of(new Nic(first, "virtio", "network:default", List.of())))
            .build();
    Fleet fleet =
        Fleet.empty()
            .apply(new FleetEvent.HostReported("h1", Vms.facts(), Instant.EPOCH))
            .apply(new FleetEvent.VmChanged(user));
    assertThat(MacAddress.free(fleet, List.of("h1"), new Random(7))).isNotEqualTo(first);
    assertThat(MacAddress.user(fleet, "h1", first)).contains(user);
  }
}
