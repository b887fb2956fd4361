package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.NicOperation.AddNic;
import dev.pilothouse.fleet.operation.NicOperation.RemoveNic;
import dev.pilothouse.fleet.operation.NicOperation.SetNic;
import dev.pilothouse.fleet.operation.NicOperation.SetNicLink;
import dev.pilothouse.fleet.operation.NicOperation.Values;
import dev.pilothouse.fleet.operation.Operation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nic} and its verbs. */
class NicVerbsTest {
  private static final String FIRST = "52:54:00:00:00:01";
  private static final String SECOND = "52:54:00:aa:00:01";

  private final Desk desk =
      new Desk(
          Vms.vm("h1", "web01")
              .running(Desk.NOW)
              .nics(
                  new Nic(
                      FIRST,
                      "virtio",
                      "network:default",
                      List.of(new IpAddress("192.168.122.7", IpAddress.Source.LEASE)),
                      "vnet0",
                      true),
                  new Nic(SECOND, "e1000e", "bridge:br0", List.of(), "vnet1", false))
              .build(),
          Vms.vm("h1", "db").build());

  @AfterEach
  void close() {
    desk.close();
  }

  private Operation ordered(String... words) {
    Desk.Outcome outcome = desk.run(words);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return desk.fleet().room().recentOperations(1).getFirst().operation();
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "wide", "json", "yaml", "name"})
  void inEveryForm(String form) {
    Golden.check("nic-list." + form + ".txt", desk.run("nic", "list", "-o", form).out());
  }

  @Test
  void oneIsAddedWithAnAddressOfItsOwn() {
    AddNic added = (AddNic) ordered("nic", "add", "db");
    assertThat(added.mac()).startsWith("52:54:00:");
    assertThat(added)
        .isEqualTo(new AddNic(Vms.ref("h1", "db"), added.mac(), "network:default", "virtio", true));
    assertThat(
            ordered(
                "nic",
                "add",
                "db",
                "--bridge",
                "br1",
                "--model",
                "e1000e",
                "--mac",
                "52-54-00-BB-00-02",
                "--link",
                "down"))
        .isEqualTo(
            new AddNic(Vms.ref("h1", "db"), "52:54:00:bb:00:02", "bridge:br1", "e1000e", false));
    await()
        .untilAsserted(
            () ->
                assertThat(desk.run("nic", "list", "db").out())
                    .contains("bridge:br1", "e1000e", "down"));
  }

  @Test
  void anAddressIsUsedOnce() {
    Desk.Outcome outcome = desk.run("nic", "add", "db", "--mac", FIRST);
    assertThat(outcome.status()).isEqualTo(5);
    assertThat(outcome.err()).contains("web01 has a NIC with this MAC address");
  }

  @ParameterizedTest
  @ValueSource(strings = {SECOND, "52:54:00:AA:00:01", "vnet1", "2", "aa:00:01"})
  void oneIsCalledByAddressTargetOrNumber(String word) {
    assertThat(ordered("nic", "up", "web01", word))
        .isEqualTo(new SetNicLink(Vms.ref("h1", "web01"), SECOND, true));
  }

  @Test
  void removingAndItsUndo() {
    Operation removed = ordered("nic", "remove", "web01", "1", "--patience", "5s");
    assertThat(removed)
        .isEqualTo(
            new RemoveNic(
                Vms.ref("h1", "web01"),
                FIRST,
                "network:default",
                "virtio",
                true,
                Duration.ofSeconds(5)));
    String number = Long.toString(desk.fleet().room().recentOperations(1).getFirst().number());
    assertThat(ordered("op", "undo", number))
        .isEqualTo(new AddNic(Vms.ref("h1", "web01"), FIRST, "network:default", "virtio", true));
  }

  @Test
  void settingAndItsUndo() {
    SetNic set = (SetNic) ordered("nic", "set", "web01", "vnet0", "--bridge", "br9", "--yes");
    assertThat(set.before()).isEqualTo(new Values("network:default", null));
    assertThat(set.wanted()).isEqualTo(new Values("bridge:br9", null));
    String number = Long.toString(desk.fleet().room().recentOperations(1).getFirst().number());
    assertThat(((SetNic) ordered("op", "undo", number, "--yes")).wanted()).isEqualTo(set.before());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nic up web01 00:01|'00:01' can mean several; say which:",
        "nic up web01 3|web01 has no NIC '3'. Its NICs:",
        "nic up db 1|db has no NIC '1'. It has none at all.",
        "nic set web01 1|Say what to set: --network, --bridge or --model.",
        "nic add db --network nosuch|The VM's host has no network 'nosuch'.",
        "nic add db --network default --bridge br0|say --network or --bridge, not both",
        "nic add db --mac 53:54:00:00:00:01|cannot be an interface's",
        "nic add db --mac hello|six pairs of hex digits",
        "nic add db --link sideways|'sideways' is neither up nor down",
      })
  void wrongWordsAreExplained(String line, String message) {
    Desk.Outcome outcome = desk.run(line.split(" "));
    assertThat(outcome.status()).isIn(2, 3, 5);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(message);
  }
}
