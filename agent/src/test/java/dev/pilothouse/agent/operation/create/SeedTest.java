package dev.pilothouse.agent.operation.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.operation.VmSpec.CloudInit;
import dev.pilothouse.fleet.operation.VmSpec.StaticAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SeedTest {
  private static final String KEY = "ssh-ed25519 AAAA ada@example";

  private static Map<String, String> files(CloudInit wanted) {
    return Seed.files(wanted, "web01", "i-1", "52:54:00:00:00:01");
  }

  @Test
  void aUserWithKeysAndAPassword() {
    var files = files(new CloudInit("ada", List.of(KEY), "$6$s$h", "", null, ""));
    assertThat(files.get("user-data"))
        .isEqualTo(
            """
            #cloud-config
            users:
            - name: "ada"
              sudo: "ALL=(ALL) NOPASSWD:ALL"
              lock_passwd: false
              passwd: "$6$s$h"
              ssh_authorized_keys:
              - "ssh-ed25519 AAAA ada@example"
            """);
    assertThat(files.get("meta-data"))
        .isEqualTo("instance-id: \"i-1\"\nlocal-hostname: \"web01\"\n");
    assertThat(files.get("network-config")).contains("dhcp4: true", "52:54:00:00:00:01");
  }

  @Test
  void aStaticAddress() {
    StaticAddress address = new StaticAddress("192.0.2.7/24", "192.0.2.1", List.of("192.0.2.53"));
    assertThat(files(new CloudInit("", List.of(KEY), "", "h", address, "")).get("network-config"))
        .contains("\"192.0.2.7/24\"", "to: \"0.0.0.0/0\"", "via: \"192.0.2.1\"", "\"192.0.2.53\"")
        .doesNotContain("dhcp4");
  }

  @Test
  void aFileOfTheirOwnStandsAsItIs() {
    assertThat(files(new CloudInit("", List.of(), "", "", null, "#!/bin/sh\n")).get("user-data"))
        .isEqualTo("#!/bin/sh\n");
  }

  @Test
  void nothingThatPeopleTypeLeavesItsPlace() {
    String evil = "ada\"\nruncmd: [reboot]\n#";
    assertThat(
            Objects.requireNonNull(
                    files(new CloudInit(evil, List.of(), "", "", null, "")).get("user-data"))
                .lines())
        .noneMatch(line -> line.startsWith("runcmd"));
  }

  @Test
  void theImageIsLabelledAndHoldsTheFilesWithTheirNames() {
    byte[] iso = SeedIso.of(files(new CloudInit("ada", List.of(KEY), "", "", null, "")));
    String text = new String(iso, StandardCharsets.ISO_8859_1);
    assertThat(text.substring(0x8001, 0x8006)).isEqualTo("CD001");
    assertThat(text.substring(0x8028, 0x802e)).isEqualToIgnoringCase("cidata");
    assertThat(text).contains("user-data", "meta-data", "network-config", KEY);
    assertThat(iso.length).isLessThan(1 << 20);
  }
}
