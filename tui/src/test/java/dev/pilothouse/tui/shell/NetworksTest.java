package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Vms;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code net} and its verbs. */
class NetworksTest {
  private final Desk desk =
      new Desk(
          Vms.vm("h1", "web01")
              .nics(new Nic("52:54:00:00:00:01", "virtio", "network:default", List.of()))
              .build());

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void aListTellsWhoIsPluggedIn() {
    assertThat(desk.run("net", "list").out())
        .isEqualTo(
            """
            HOST  NAME     MODE  BRIDGE  STATE   AUTOSTART  ADDRESS           VMS  LEASES
            h1    default  nat   virbr0  active  yes        192.168.122.1/24    1       1
            """);
    assertThat(desk.run("net", "show", "default").out())
        .contains("web01", "192.168.122.7  52:54:00:00:00:01  web01");
    assertThat(desk.run("net", "list", "-o", "name").out()).isEqualTo("h1/default\n");
    assertThat(desk.run("net", "show", "h1/default", "-o", "json").out())
        .contains("\"hostname\" : \"web01\"");
  }

  @Test
  void aNetworkIsMadeStoppedAndDeleted() {
    Desk.Outcome made = desk.run("net", "create", "lab", "--address", "192.168.50.1/24");
    assertThat(made.status()).as("%s", made).isZero();
    await().until(() -> desk.run("net", "list").out().contains("192.168.50.1/24"));
    assertThat(desk.run("net", "create", "lab", "--address", "192.168.51.1/24").status())
        .isEqualTo(5);
    assertThat(desk.run("net", "delete", "lab", "--yes").status()).isEqualTo(5);
    assertThat(desk.run("net", "stop", "lab").err()).contains("needs to be confirmed");
    assertThat(desk.run("net", "stop", "lab", "--yes").status()).isZero();
    assertThat(desk.run("net", "delete", "lab", "--yes").status()).isZero();
    // The end of an operation and the host's news come on two ways.
    await().until(() -> desk.run("net", "show", "lab").status() == 3);
    assertThat(desk.run("op", "list").out()).contains("net create", "net stop", "net delete");
  }

  @Test
  void makingOneIsUndone() {
    assertThat(desk.run("net", "create", "lab", "--address", "192.168.50.1/24").status()).isZero();
    Desk.Outcome asked = desk.run("op", "undo", "1", "--dry-run");
    assertThat(asked.out()).contains("Stop the network lab on h1, and delete its definition.");
    assertThat(desk.run("op", "undo", "1", "--yes").status()).isZero();
    await().until(() -> !desk.run("net", "list").out().contains("lab"));
  }

  @Test
  void aVmThatWouldHaveNoNetworkIsWarnedOf() {
    String[] create = {"vm", "create", "new", "--image", "base", "--dry-run"};
    assertThat(desk.run(create).err()).doesNotContain("gets no NIC");
    assertThat(desk.run("net", "stop", "default", "--yes").status()).isZero();
    await()
        .until(
            () -> desk.run(create).err().contains("No network runs on h1, so the VM gets no NIC"));
    String[] without = {"vm", "create", "new", "--image", "base", "--network", "none", "--dry-run"};
    assertThat(desk.run(without).err()).doesNotContain("gets no NIC");
  }

  @Test
  void aDryRunSaysWhatWouldBe() {
    Desk.Outcome plan =
        desk.run("net", "create", "lab", "--address", "192.168.50.1/24", "--dry-run");
    assertThat(plan.status()).isZero();
    assertThat(plan.out()).contains("Create the network lab on h1 with 192.168.50.1/24");
    assertThat(desk.run("net", "list").out()).doesNotContain("lab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lab",
        "lab --address 192.168.50.1",
        "lab --address 192.168.50.1/24 --dhcp 10.0.0.1-10.0.0.9",
        "lab --mode bridge",
        "lab --bridge br0",
        "lab --mode bridge --bridge br0 --address 192.168.50.1/24",
        "lab --mode wireless --address 192.168.50.1/24",
        "a/b --address 192.168.50.1/24"
      })
  void badInputIsToldApart(String words) {
    List<String> all = new java.util.ArrayList<>(List.of("net", "create"));
    all.addAll(List.of(words.split(" ")));
    Desk.Outcome outcome = desk.run(all.toArray(String[]::new));
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(2);
    assertThat(outcome.err()).isNotBlank().doesNotContain("Exception");
  }
}
