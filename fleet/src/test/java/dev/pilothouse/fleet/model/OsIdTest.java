package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsIdTest {
  @ParameterizedTest
  @CsvSource({
    "Debian 12, debian12",
    "debian-12-genericcloud-amd64.qcow2, debian12",
    "Ubuntu 24.04 LTS, ubuntu24.04",
    "Rocky Linux 9.3, rocky9.3",
    "almalinux-9, almalinux9",
    "CentOS Stream 9, centos-stream9",
    "openSUSE Leap 15.6, opensuse15.6",
    "alpine-3.20, alpinelinux3.20",
    "Windows 11, win11",
    "Windows Server 2022, win2k22",
    "win2k19, win2k19",
    "win11, win11",
    "Fedora, fedora",
    "my own, ''",
    "'', ''",
  })
  void idsComeOutOfWhatPeopleWrite(String words, String id) {
    assertThat(OsId.of(words)).isEqualTo(id);
  }
}
