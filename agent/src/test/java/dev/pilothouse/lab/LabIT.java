package dev.pilothouse.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lab itself: real daemons, real guests, and nothing left behind. */
class LabIT {
  private static final Duration BOOT = Duration.ofMinutes(2);

  private static Lab lab;
  private static LabHost host;

  @BeforeAll
  static void open() {
    lab = Lab.open();
    host = lab.host("h1");
  }

  @AfterAll
  static void close() {
    lab.close();
    assertThat(lab.directory()).doesNotExist();
  }

  @Test
  void aTinyGuestBootsAndObeysThePowerButton() {
    Guest guest = Guest.tiny("web");
    host.define(guest);
    assertThat(host.state(guest)).isEqualTo("shut off");

    host.virsh("start", "web");
    await().atMost(BOOT).until(() -> host.serial(guest).contains("LAB-READY"));
    assertThat(host.state(guest)).isEqualTo("running");

    host.virsh("shutdown", "web", "--mode", "acpi");
    await().atMost(BOOT).until(() -> host.state(guest).equals("shut off"));
  }

  @Test
  void aGuestOutlivesItsLibvirtd() {
    Guest guest = Guest.tiny("survivor").withAppend("lab.tick");
    host.define(guest);
    host.virsh("start", "survivor");
    await().atMost(BOOT).until(() -> host.serial(guest).contains("LAB-READY"));
    String id = host.virsh("domid", "survivor");

    host.killLibvirtd();
    assertThatThrownBy(() -> host.virsh("list")).isInstanceOf(CommandFailedException.class);
    host.startLibvirtd();
    assertThat(host.virsh("domid", "survivor")).isEqualTo(id);
    assertThat(host.state(guest)).isEqualTo("running");

    host.stopLibvirtd();
    host.startLibvirtd();
    int length = host.serial(guest).length();
    await().atMost(BOOT).until(() -> host.serial(guest).length() > length); // it goes on ticking
    assertThat(host.virsh("domid", "survivor")).isEqualTo(id);
  }

  @Test
  void theAgentGuestAnswers() {
    Guest guest = Guest.agent("talker");
    host.define(guest);
    host.virsh("start", "talker");
    await()
        .atMost(BOOT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .until(
            () ->
                host.virsh("qemu-agent-command", "talker", "{\"execute\":\"guest-ping\"}")
                    .contains("return"));
    assertThat(host.virsh("guestinfo", "talker", "--os")).contains("labguest");
  }

  @Test
  void hostsAreApartAndReachEachOther() {
    LabHost other = lab.host("h2");
    assertThat(other.exec(List.of("hostname"))).isEqualTo("h2");
    assertThat(other.virsh("hostname")).isEqualTo("h2");
    assertThat(other.virsh("list", "--all", "--name")).isEmpty();
    assertThat(host.exec(List.of("virsh", "-q", "-c", "qemu+tcp://h2/system", "hostname")))
        .isEqualTo("h2");

    other.close();
    assertThat(Files.exists(other.socket())).isFalse();
    assertThat(host.virsh("hostname")).isEqualTo("h1");
  }

  @Test
  void hostileNamesArriveAsTheyAre() {
    String name = "$(reboot)\u009b31m\r\u202e<&\"'>";
    Guest guest = Guest.tiny(name);
    host.define(guest);
    assertThat(host.virsh("domname", guest.uuid().toString())).isEqualTo(name);
  }

  @Test
  void labsDoNotSeeEachOther() {
    try (Lab second = Lab.open()) {
      LabHost twin = second.host("h1");
      assertThat(twin.uri()).isNotEqualTo(host.uri());
      assertThat(twin.virsh("capabilities")).isNotEqualTo(host.virsh("capabilities"));
    }
    assertThat(host.virsh("hostname")).isEqualTo("h1");
  }
}
