package dev.pilothouse.agent.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.fleet.console.ConsoleNews.State;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Consoles of real guests: shared, held by others, through migrations, restarts and deaths. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ConsoleServerIT {
  private static final Pattern TICK = Pattern.compile("tick ([0-9.]+)\r\n");

  private Lab lab;
  private LabHost h1;
  private LabHost h2;

  /** What an agent has of consoles. */
  private record Site(Hypervisor hypervisor, ConsoleServer consoles) implements AutoCloseable {
    static Site of(LabHost host) {
      Hypervisor hypervisor = LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
      ConsoleServer consoles = new ConsoleServer(hypervisor, true);
      hypervisor.listen(consoles::onEvent);
      return new Site(hypervisor, consoles);
    }

    @Override
    public void close() {
      consoles.close();
      hypervisor.close();
    }
  }

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    h1 = lab.host("h1");
    h2 = lab.host("h2");
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @AfterEach
  void clean() {
    for (LabHost host : List.of(h1, h2)) {
      for (String name : host.virsh("list", "--name").lines().toList()) {
        if (!name.isBlank()) {
          host.virsh("destroy", name);
        }
      }
    }
  }

  /** Transient, and started. */
  private static Guest started(LabHost host, String name) {
    Guest guest = Guest.tiny(name).withAppend("lab.tick");
    create(host, guest.xml());
    return guest;
  }

  private static void create(LabHost host, String xml) {
    try {
      Path file = host.directory().resolve("guest.xml");
      Files.writeString(file, xml);
      host.virsh("create", file.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Onlooker typing(Site site, Guest guest, String name) {
    return Onlooker.typing(site.consoles()::serve, guest.uuid(), name, Role.OPERATOR);
  }

  private static boolean ticks(String text) {
    return TICK.matcher(text).find();
  }

  @Test
  void twoLookAndOneTypes() {
    try (Site site = Site.of(h1)) {
      Guest guest = started(h1, "two");
      await().atMost(Duration.ofSeconds(30)).until(() -> h1.serial(guest).contains("tick"));
      try (Onlooker ada = typing(site, guest, "ada");
          Onlooker eve = Onlooker.watching(site.consoles()::serve, guest.uuid(), "eve")) {
        // Printed before anybody came.
        ada.awaitText("LAB-READY");
        eve.awaitText("LAB-READY");
        ada.typeUntil("echo $((6*7))-here", "42-here");
        eve.awaitText("42-here");
        // Every byte that the guest printed since libvirt gave the console, and in order.
        await().until(() -> h1.serial(guest).contains(eve.text()));
      }
    }
  }

  @Test
  void virshAndWeExcludeEachOther() throws Exception {
    try (Site site = Site.of(h1)) {
      Guest guest = started(h1, "held");
      try (Onlooker ada = typing(site, guest, "ada")) {
        ada.awaitState(State.OPEN);
        Process refused = virshConsole(guest);
        assertThat(refused.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(refused.getInputStream().readAllBytes(), UTF_8))
            .contains("Active console session exists");

        Process forced = virshConsole(guest, "--force");
        ada.awaitState(State.HELD);
        forced.destroy();
        assertThat(forced.waitFor(20, TimeUnit.SECONDS)).isTrue();
        ada.awaitState(State.OPEN);
        int before = ada.text().length();
        await().atMost(Duration.ofSeconds(20)).until(() -> ticks(ada.text().substring(before)));

        Process again = virshConsole(guest, "--force");
        ada.awaitState(State.HELD);
        ada.wish(new ConsoleWish.OpenAnyway());
        ada.awaitState(State.OPEN);
        assertThat(again.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** With a terminal of script(1)'s, which virsh insists on. */
  private Process virshConsole(Guest guest, String... more) throws IOException {
    String command =
        "virsh -c '%s' console %s %s".formatted(h1.uri(), guest.uuid(), String.join(" ", more));
    return new ProcessBuilder("script", "-qec", command, "/dev/null")
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  @Test
  void itEndsWithTheGuestAndIsThereAtTheNextStart() {
    try (Site site = Site.of(h1)) {
      Guest guest = Guest.tiny("again").withAppend("lab.tick");
      h1.define(guest);
      try (Onlooker ada = typing(site, guest, "ada")) {
        ada.awaitState(State.VM_OFF);
        h1.virsh("start", "again");
        ada.awaitText("LAB-READY");
        h1.virsh("destroy", "again");
        ada.awaitState(State.VM_OFF);
        try (Onlooker late = typing(site, guest, "late")) {
          late.awaitText("LAB-READY");
        }
        int before = ada.text().length();
        h1.virsh("start", "again");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> ada.text().substring(before).contains("LAB-READY"));
      }
      h1.virsh("destroy", "again");
      h1.virsh("undefine", "again");
    }
  }

  @Test
  void aViewerFollowsAMigration() {
    try (Site from = Site.of(h1);
        Site to = Site.of(h2)) {
      Guest guest = started(h1, "moves");
      try (Onlooker ada = typing(from, guest, "ada")) {
        ada.awaitText("LAB-READY");
        ada.typeUntil("echo before-$((6*7))", "before-42");
        String unused =
            h1.exec(List.of("virsh", "-q", "migrate", "--live", "--p2p", "moves", h2.remoteUri()));
        await().atMost(Duration.ofSeconds(30)).until(() -> ada.ended() != null);
        assertThat(ada.ended()).contains("not on this host any more");
        Matcher last = TICK.matcher(ada.text());
        double seen = 0;
        while (last.find()) {
          seen = Double.parseDouble(last.group(1));
        }
        try (Onlooker there = Onlooker.again(to.consoles()::serve, guest.uuid(), ada.mark())) {
          there.awaitState(State.OPEN);
          await().atMost(Duration.ofSeconds(30)).until(() -> ticks(there.text()));
          Matcher first = TICK.matcher(there.text());
          assertThat(first.find()).isTrue();
          // The guest says the time of every line: at most one was lost on the way.
          assertThat(Double.parseDouble(first.group(1)) - seen).isBetween(0.5, 2.6);
          there.typeUntil("echo after-$((6*7))", "after-42");
        }
      }
    }
  }

  @Test
  void libvirtsDeathIsOutlived() {
    try (Site site = Site.of(h1)) {
      Guest guest = started(h1, "killed");
      try (Onlooker ada = typing(site, guest, "ada")) {
        ada.awaitText("LAB-READY");
        h1.killLibvirtd();
        ada.awaitState(State.UNAVAILABLE);
        h1.startLibvirtd();
        ada.awaitState(State.OPEN);
        ada.typeUntil("echo alive-$((6*7))", "alive-42");
        assertThat(ada.gaps()).isEmpty();
      }
    }
  }

  @Test
  void aMarkHoldsAcrossTheAgentsRestartWhereThereIsALog() {
    Guest guest = Guest.tiny("logged").withAppend("lab.tick");
    Path log = h1.directory().resolve("logged.serial");
    String xml = guest.xml().replaceFirst("<log file='[^']*'", "<log file='" + log + "'");
    Onlooker ada;
    try (Site site = Site.of(h1)) {
      create(h1, xml);
      ada = typing(site, guest, "ada");
      // From the first byte, which libvirt would have given to nobody.
      ada.awaitText("LAB-READY");
      await().atMost(Duration.ofSeconds(20)).until(() -> ticks(ada.text()));
    }
    await().until(() -> ada.ended() != null);
    ada.close();
    // Printed while there was no agent.
    int before = lines(log);
    await().atMost(Duration.ofSeconds(20)).until(() -> lines(log) > before + 2);
    try (Site site = Site.of(h1);
        Onlooker again = Onlooker.again(site.consoles()::serve, guest.uuid(), ada.mark())) {
      int seen = lines(log);
      await().atMost(Duration.ofSeconds(20)).until(() -> lines(log) > seen + 2);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                String both = ada.text() + again.text();
                assertThat(read(log)).startsWith(both.substring(0, both.length() - 1));
                assertThat(both.length()).isGreaterThan(read(log).length() - 40);
              });
      assertThat(again.gaps()).isEmpty();
      assertThat(again.text()).doesNotContain("LAB-READY");
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  private static int lines(Path log) {
    return (int) read(log).lines().count();
  }
}
