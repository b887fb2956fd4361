package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** One host, operated over SSH, by local commands and in the TUI; judged by virsh. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class FleetOnLibvirtIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int LAST = Integer.MAX_VALUE;

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final OpenSsh bob = OpenSsh.with(lab.directory().resolve("bob"), "bob");
  private final Installation pilothouse =
      new Installation(lab.directory(), admin.home(), host.uri());

  @BeforeAll
  void setUp() throws IOException {
    Path users =
        Files.createFile(
            pilothouse.state().resolve("users.yaml"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        users,
        """
        users:
          - name: bob
            role: viewer
            keys: [%s]
        """
            .formatted(bob.publicKey()));
    await().atMost(LIMIT).until(() -> ssh("host", "list", "-o", "json").output().contains("h1"));
  }

  @AfterAll
  void tearDown() {
    pilothouse.close();
    lab.close();
  }

  @Test
  void aVmIsDefinedLivedAndDeletedOverSsh() {
    Guest guest = Guest.tiny("web");
    done(admin.run(pilothouse.port(), guest.xml(), "vm", "define", "-"));
    assertThat(host.state(guest)).isEqualTo("shut off");

    done(ssh("vm", "start", "web"));
    assertThat(host.state(guest)).isEqualTo("running");
    awaitListed("web", "running");

    done(ssh("vm", "pause", "web"));
    assertThat(host.state(guest)).isEqualTo("paused");
    done(ssh("vm", "resume", "web"));
    assertThat(host.state(guest)).isEqualTo("running");

    await().atMost(LIMIT).until(() -> host.serial(guest).contains("LAB-READY"));
    done(ssh("vm", "reboot", "web"));
    await().atMost(LIMIT).until(() -> host.serial(guest).split("LAB-READY", -1).length == 3);
    done(ssh("vm", "reset", "web", "--yes"));
    await().atMost(LIMIT).until(() -> host.serial(guest).split("LAB-READY", -1).length == 4);
    done(ssh("vm", "shutdown", "web", "--grace", "90s"));
    assertThat(host.state(guest)).isEqualTo("shut off");

    done(ssh("vm", "rename", "web", "www"));
    assertThat(host.virsh("domname", guest.uuid().toString())).isEqualTo("www");
    done(ssh("vm", "autostart", "www", "on"));
    assertThat(info("www", "Autostart")).isEqualTo("enable");
    done(ssh("vm", "autostart", "www", "off"));
    assertThat(info("www", "Autostart")).isEqualTo("disable");

    String xml = done(ssh("vm", "xml", "www")).output();
    Outcome edited =
        admin.run(
            pilothouse.port(),
            xml.replace("<vcpu placement='static'>1<", "<vcpu placement='static'>2<"),
            "vm",
            "edit",
            "www",
            "--file",
            "-",
            "--yes");
    done(edited);
    assertThat(edited.errors()).contains("+").contains("<vcpu placement='static'>2<");
    assertThat(info("www", "CPU(s)")).isEqualTo("2");

    done(ssh("vm", "start", "www"));
    done(ssh("vm", "force-off", "www", "--yes"));
    assertThat(host.state(guest)).isEqualTo("shut off");
    done(ssh("vm", "delete", "www", "--yes"));
    assertThat(host.virsh("list", "--all", "--uuid")).doesNotContain(guest.uuid().toString());
    await().atMost(LIMIT).until(() -> ssh("vm", "show", "www").status() == 3);
  }

  @Test
  void everyExitStatusForItsReason() {
    Guest broken =
        guest("broken", "<disk type='file'><source file='/none'/><target dev='vda'/></disk>");
    Guest silent = Guest.tiny("silent").withAppend("lab.deaf");
    host.define(silent);
    awaitListed("broken", "shut off");
    awaitListed("silent", "shut off");

    assertThat(ssh("vm", "list").status()).isZero();
    assertThat(pilothouse.local("vm", "list").status()).isZero();
    Outcome failed = ssh("vm", "start", "broken");
    assertThat(failed.status()).as("%s", failed).isEqualTo(1);
    assertThat(failed.errors()).contains("/none");
    assertThat(host.state(broken)).isEqualTo("shut off");
    assertThat(ssh("vm", "frobnicate").status()).isEqualTo(2);
    assertThat(pilothouse.local("vm", "frobnicate").status()).isEqualTo(2);
    assertThat(admin.run(pilothouse.port(), "<domain/>", "vm", "define", "-").status())
        .isEqualTo(2);
    assertThat(ssh("vm", "show", "nobody").status()).isEqualTo(3);
    Outcome denied = bob.run(pilothouse.port(), "", "vm", "start", "silent");
    assertThat(denied.status()).as("%s", denied).isEqualTo(4);
    assertThat(bob.run(pilothouse.port(), "", "vm", "list").output()).contains("silent");
    assertThat(host.state(silent)).isEqualTo("shut off");

    done(ssh("vm", "start", "silent"));
    Outcome again = ssh("vm", "start", "silent");
    assertThat(again.status()).as("%s", again).isEqualTo(5);
    // While the kernel boots nobody listens to the power button.
    Outcome late = ssh("vm", "shutdown", "silent", "--grace", "2s", "--timeout", "500ms");
    assertThat(late.status()).as("%s", late).isEqualTo(6);
    assertThat(late.errors()).contains("op watch");
    done(ssh("vm", "force-off", "silent", "--yes"));
    assertThat(host.state(silent)).isEqualTo("shut off");
  }

  @Test
  void whatOthersDoShowsByItself() throws IOException {
    Guest guest = guest("foreign", "");
    awaitListed("foreign", "shut off");
    Path said = lab.directory().resolve("events");
    Process follow =
        Program.start(admin.command(pilothouse.port(), List.of(), "event", "follow"), said);
    try {
      // Following has no greeting: a transient VM comes and goes until that shows.
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                host.virsh("destroy", started("probe"));
                return Program.read(said).contains("probe");
              });
      host.virsh("start", "foreign");
      await().atMost(LIMIT).until(() -> Program.read(said).contains("foreign"));
      awaitListed("foreign", "running");
      host.virsh("destroy", "foreign");
      awaitListed("foreign", "shut off");
    } finally {
      follow.destroy();
    }
    host.virsh("undefine", guest.uuid().toString());
    await().atMost(LIMIT).until(() -> !ssh("vm", "list").output().contains("foreign"));
  }

  @Test
  void hostileNamesAreShownHarmlessAndHitTheRightVm() {
    String name = "$(reboot)\u009b31m\r\u202e-rf";
    Guest hostile = guest(name, "");
    Guest bystander = guest("$(reboot)", "");
    await()
        .atMost(LIMIT)
        .until(() -> ssh("vm", "list", "-o", "json").output().contains(hostile.uuid().toString()));
    for (String form : List.of("table", "wide", "yaml", "name", "json")) {
      for (Outcome outcome :
          List.of(ssh("vm", "list", "-o", form), pilothouse.local("vm", "list", "-o", form))) {
        assertThat(done(outcome).output())
            .as(form)
            .contains("$(reboot)")
            .doesNotContain("\u009b")
            .doesNotContain("\r")
            .doesNotContain("\u202e");
      }
    }
    done(ssh("vm", "start", hostile.uuid().toString()));
    assertThat(host.state(hostile)).isEqualTo("running");
    assertThat(host.state(bystander)).isEqualTo("shut off");
    String shown =
        ssh("vm", "list", "-o", "name")
            .output()
            .lines()
            .filter(line -> line.contains("-rf"))
            .findFirst()
            .orElseThrow();
    done(ssh("vm", "force-off", "'" + shown + "'", "--yes"));
    assertThat(host.state(hostile)).isEqualTo("shut off");
    assertThat(pilothouse.console()).doesNotContain("\u009b");
    assertThat(Program.read(pilothouse.state().resolve("pilothouse.log"))).doesNotContain("\u009b");
    host.virsh("undefine", hostile.uuid().toString());
    host.virsh("undefine", bystander.uuid().toString());
  }

  @Test
  void theTuiOverSshShowsAndOperates() {
    Guest guest = guest("console-me", "");
    try (Tmux tmux =
        new Tmux(lab.directory(), 100, 30, admin.command(pilothouse.port(), List.of("-t")))) {
      tmux.await("console-me");
      tmux.type(":");
      tmux.type("-l", "vm start console-me");
      tmux.type("Enter");
      tmux.await("start console-me: done");
      assertThat(host.state(guest)).isEqualTo("running");
      tmux.type("Escape");
      awaitRow(tmux, "console-me", "running");
      host.virsh("suspend", "console-me");
      awaitRow(tmux, "console-me", "paused");
      host.virsh("destroy", "console-me");
      awaitRow(tmux, "console-me", "shut off");
      tmux.type("q");
      assertThat(tmux.exitStatus()).isZero();
      assertThat(tmux.tell("#{alternate_on}")).isEqualTo("0");
    }
    host.virsh("undefine", "console-me");
  }

  @Test
  @Order(LAST - 1)
  void aLostLibvirtIsSaidAndWhatWasKnownStays() {
    Guest guest = guest("keeper", "");
    host.virsh("start", "keeper");
    awaitListed("keeper", "running");
    host.killLibvirtd();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(row(ssh("vm", "list").output(), "keeper"))
                    .matches(".*running \\((stale|offline) .*"));
    Outcome start = ssh("vm", "pause", "keeper", "--timeout", "100s");
    assertThat(start.status()).as("%s", start).isEqualTo(7);
    host.startLibvirtd();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(row(ssh("vm", "list").output(), "keeper"))
                    .contains("running")
                    .doesNotContain("("));
    assertThat(host.state(guest)).isEqualTo("running");
    assertThat(ssh("event", "list").output())
        .contains("libvirt is lost")
        .contains("libvirt is back");
    done(ssh("vm", "pause", "keeper"));
    assertThat(host.state(guest)).isEqualTo("paused");
    host.virsh("destroy", "keeper");
    host.virsh("undefine", "keeper");
  }

  @Test
  @Order(LAST)
  void downLeavesGuestsAndLibvirtAlone() throws InterruptedException {
    Guest guest = guest("stayer", "");
    awaitListed("stayer", "shut off");
    done(pilothouse.local("vm", "start", "stayer"));
    String id = host.virsh("domid", "stayer");
    done(pilothouse.down());
    pilothouse.process().waitFor();
    assertThat(host.virsh("domid", "stayer")).isEqualTo(id);
    assertThat(host.state(guest)).isEqualTo("running");
    Outcome gone = pilothouse.local("vm", "list");
    assertThat(gone.status()).as("%s", gone).isEqualTo(7);
    assertThat(gone.errors()).doesNotContain("Exception");
  }

  private Guest guest(String name, String devices) {
    Guest guest = Guest.tiny(name).withDevices(devices);
    host.define(guest);
    return guest;
  }

  /** The name of a transient VM that was started just now. */
  private String started(String name) throws IOException {
    Path xml = Files.writeString(lab.directory().resolve(name + ".xml"), Guest.tiny(name).xml());
    host.virsh("create", xml.toString());
    return name;
  }

  private Outcome ssh(String... words) {
    return admin.run(pilothouse.port(), "", words);
  }

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.status()).as("%s", outcome).isZero();
    return outcome;
  }

  private void awaitListed(String name, String state) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(row(ssh("vm", "list").output(), name)).contains(" " + state + " "));
  }

  private static void awaitRow(Tmux tmux, String name, String state) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              String screen = tmux.screen();
              assertThat(row(screen, name)).as("%s", screen).contains(state);
            });
  }

  private static String row(String text, String word) {
    return text.lines().filter(line -> line.contains(word)).findFirst().orElse("");
  }

  private String info(String vm, String field) {
    return host.virsh("dominfo", vm)
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
