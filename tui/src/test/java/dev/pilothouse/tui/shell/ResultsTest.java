package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.GuestOs;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results in every form. */
class ResultsTest {
  static final Vm WEB =
      Vms.vm("h1", "web01")
          .running(Desk.NOW.minusSeconds(93_784))
          .vcpus(4)
          .cpuPercent(37.4)
          .autostart()
          .title("Shop front")
          .description("Two\nlines")
          .tags("web", "prod")
          .disks(
              new Disk("vda", "virtio", "disk", "/images/web01.qcow2", "qcow2", false),
              new Disk("sda", "sata", "cdrom", "", "", true))
          .nics(
              new Nic(
                  "52:54:00:00:00:01",
                  "virtio",
                  "network:default",
                  List.of(
                      new IpAddress("192.0.2.10", IpAddress.Source.LEASE),
                      new IpAddress("2001:db8::10", IpAddress.Source.AGENT))))
          .os(new GuestOs("Debian 12", "agent"))
          .build();
  static final Vm WIDE = Vms.vm("h1", "日本語サーバー").memoryBytes(1_610_612_736L).build();
  static final Vm HOSTILE = Vms.vm("h2", "evil\u009b2J\u202e\r\"\\x41'").build();

  private final Desk desk = new Desk(WEB, WIDE, HOSTILE);

  @AfterEach
  void close() {
    desk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "wide", "json", "yaml", "name"})
  void listsAndShowsInEveryForm(String form) {
    Golden.check("vm-list." + form + ".txt", desk.run("vm", "list", "-o", form).out());
    Golden.check("vm-show." + form + ".txt", desk.run("vm", "show", "web01", "-o", form).out());
    Golden.check(
        "host-list." + form + ".txt", Golden.steady(desk.run("host", "list", "-o", form).out()));
    Golden.check(
        "host-show." + form + ".txt",
        Golden.steady(desk.run("host", "show", "h1", "-o", form).out()));
    desk.run("vm", "start", WIDE.ref().uuid().toString());
    desk.run("vm", "start", "web01");
    Golden.check(
        "op-list." + form + ".txt", Golden.steady(desk.run("op", "list", "-o", form).out()));
    Golden.check(
        "op-show." + form + ".txt", Golden.steady(desk.run("op", "show", "2", "-o", form).out()));
    Golden.check(
        "dry-run." + form + ".txt",
        desk.run("vm", "force-off", "*", "--dry-run", "-o", form).out());
    Golden.check(
        "vm-xml." + form + ".txt",
        desk.run("vm", "xml", HOSTILE.ref().toString(), "-o", form).out());
  }

  @Test
  void tablesFitTheTerminal() {
    Desk.Outcome narrow = desk.runFor(Person.at(60, 24, ""), "vm", "list");

    Golden.check("vm-list.60-columns.txt", narrow.out().replace("\r\n", "\n"));
  }

  @Test
  void nothingThatSteersATerminalComesOut() {
    for (String form : List.of("table", "wide", "json", "yaml", "name")) {
      for (List<String> command :
          List.of(
              List.of("vm", "list"),
              List.of("vm", "show", HOSTILE.ref().toString()),
              List.of("vm", "xml", HOSTILE.ref().toString()))) {
        String[] words =
            java.util.stream.Stream.concat(command.stream(), java.util.stream.Stream.of("-o", form))
                .toArray(String[]::new);
        Desk.Outcome outcome = desk.run(words);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out() + outcome.err())
            .as("%s %s", command, form)
            .matches("(?s)[^\\p{Cc}\\p{Cf}&&[^\n]]*");
      }
    }
  }
}
