package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import dev.pilothouse.tui.shell.output.DrainView;
import dev.pilothouse.tui.shell.output.DrainView.VerdictView;
import dev.pilothouse.tui.shell.output.FiguresView;
import dev.pilothouse.tui.shell.output.HostView;
import dev.pilothouse.tui.shell.output.MigrationView;
import dev.pilothouse.tui.shell.output.OperationView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A host of three that is emptied over ssh: its VMs can move, cannot, or vanish in between. The
 * judges are virsh on all three and guests that count.
 */
@Timeout(600)
class DrainIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String OWN = "/var/lib/libvirt/images";

  /** A device that its host need not have, as long as the VM is off. */
  private static final String DEVICE =
      """
      <hostdev mode='subsystem' type='pci' managed='yes'><source>
        <address domain='0' bus='1' slot='0' function='0'/>
      </source></hostdev>
      """;

  private final Lab lab = Lab.open();
  private final LabHost h1 = lab.host("h1");
  private final LabHost h2 = lab.host("h2");
  private final LabHost h3 = lab.host("h3");
  private final List<LabHost> hosts = List.of(h1, h2, h3);
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, admin, h1, h2, h3);
  private final Codec codec = new Codec();

  /**
   * The largest leaves first, and at 8 MiB a second never arrives: it changes its memory faster.
   */
  private final Guest big = Guest.tiny("big").withMemory(512).withAppend("lab.dirty=160");

  /** Of the running ones that are as large, the last by name. */
  private final Guest gone = Guest.tiny("zgone");

  private final Guest device = Guest.tiny("device");

  private final CountingGuest shared = CountingGuest.on(h1, "shared", Lab.SHARED);
  private final CountingGuest own = CountingGuest.on(h1, "own", OWN);
  private final CountingGuest off = CountingGuest.on(h1, "off", OWN);
  private final CountingGuest snap = CountingGuest.on(h1, "snap", Lab.SHARED);

  @AfterEach
  void tearDown() {
    parts.close();
    lab.close();
  }

  @Test
  void aHostIsEmptiedStoppedOnTheWayAndFilledAgain() {
    try {
      populate();
      whatCanMovesAndTheRestIsNamed();
      onceNothingIsInTheWayItIsEmpty();
      whatLeftComesBack();
      aDrainThatIsStoppedLeavesThemWhereTheyAre();
      nothingWasLost();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(parts.agentLog(), e);
    }
  }

  private void populate() {
    for (LabHost host : hosts) {
      await().atMost(LIMIT).until(() -> ssh("host", "show", host.name()).status() == 0);
      done("pool", "create", "own", "--path", OWN, "--host", host.name());
      done("pool", "create", "shared", "--path", Lab.SHARED, "--host", host.name());
    }
    h1.exec(List.of("qemu-io", "-f", "qcow2", "-c", "write -q -P 0x5a 8M 4M", off.path()));
    h1.virsh("snapshot-create-as", snap.name(), "s1");
    h1.define(device.withDevices(DEVICE));
    h1.define(big);
    h1.define(gone);
    for (LabHost host : hosts) {
      host.virsh("pool-refresh", "own");
      host.virsh("pool-refresh", "shared");
    }
    h1.virsh("start", "big");
    h1.virsh("start", "zgone");
    h1.virsh("start", "own");
    h1.virsh("start", "shared");
    own.awaitGoesOn(h1);
    shared.awaitGoesOn(h1);
    await().atMost(LIMIT).until(() -> h1.serial(big).contains("LAB-READY"));
    await()
        .atMost(LIMIT)
        .until(() -> running().containsAll(List.of("big", "own", "shared", "zgone")));
  }

  private void whatCanMovesAndTheRestIsNamed() {
    awaitPlan("h1 would not be empty: 1 cannot move.");
    done("host", "drain", "h1", "--bandwidth", "8M", "--no-wait");
    assertThat(awaitFigures("big").limitBytesPerSecond()).isEqualTo(8 << 20);
    VerdictView last = verdict("zgone");
    assertThat(last.verdict()).isEqualTo("waiting");
    assertThat(last.why()).contains("2 migrations run on this host");
    h1.virsh("destroy", "zgone");
    h1.virsh("undefine", "zgone");
    newPlacementsAreRefused();

    done("migration", "set", "big", "--bandwidth", "0");
    // It finds what is under way, and waits for it.
    Outcome ended = ssh("host", "drain", "h1", "-o", "json");
    assertThat(ended.status()).as("%s", ended).isEqualTo(5);
    DrainView drain = codec.read(DrainView.class, ended.output());
    assertThat(drain.empty()).isFalse();
    assertThat(drain.sentence())
        .isEqualTo("h1 is not empty: 4 moved, 1 failed, 1 stays, 1 vanished");
    assertThat(drain.vms()).hasSize(7);
    for (String moved : List.of("big", "own", "shared", "off")) {
      judgeItMoved(verdict(drain, moved));
    }
    assertThat(drain.vms().stream().map(VerdictView::to)).contains("h2", "h3");
    assertThat(verdict(drain, "snap").verdict()).isEqualTo("failed");
    assertThat(verdict(drain, "snap").why()).contains("snapshots (s1)");
    assertThat(verdict(drain, "device").verdict()).isEqualTo("stays");
    assertThat(verdict(drain, "device").why()).contains("pci 0000:01:00.0 of its own host");
    judgeOnlyOn(h1, "snap");
    judgeOnlyOn(h1, "device");
    assertThat(verdict(drain, "zgone").verdict()).isEqualTo("vanished");
    for (LabHost host : hosts) {
      assertThat(vms(host)).doesNotContain("zgone");
    }
    shared.awaitGoesOn(owner("shared"));
    own.awaitGoesOn(owner("own"));
    assertThat(h1.exec(List.of("ls", OWN))).doesNotContain("own.qcow2", "off.qcow2");
  }

  private void newPlacementsAreRefused() {
    Outcome refused =
        ssh("vm", "create", "new", "--import", off.path(), "--host", "h1", "--network", "none");
    assertThat(refused.status()).as("%s", refused).isEqualTo(5);
    assertThat(refused.errors()).contains("h1 is in maintenance", "host undrain h1");
    assertThat(vms(h1)).doesNotContain("new");
  }

  private void onceNothingIsInTheWayItIsEmpty() {
    done("snapshot", "delete", "snap", "s1", "--yes");
    h1.define(device);
    awaitPlan("h1 would be empty: 2 to move.");
    Outcome emptied = done("host", "drain", "h1");
    assertThat(emptied.errors()).endsWith("h1 is empty: safe to power off\n");
    assertThat(vms(h1)).isEmpty();
    for (String moved : List.of("big", "own", "shared", "off", "snap", "device")) {
      judgeOnlyOn(owner(moved), moved);
    }
    Outcome shown = done("host", "show", "h1");
    assertThat(shown.output()).contains("h1 is empty: safe to power off");
  }

  /** All but the one that was deleted where it went. */
  private void whatLeftComesBack() {
    LabHost there = owner("big");
    there.virsh("destroy", "big");
    there.virsh("undefine", "big");
    await().atMost(LIMIT).until(() -> !running().contains("big"));
    done("host", "undrain", "h1", "--bring-back");
    assertThat(vms(h1)).containsExactlyInAnyOrder("own", "shared", "off", "snap", "device");
    assertThat(vms(h2)).isEmpty();
    assertThat(vms(h3)).isEmpty();
    own.awaitGoesOn(h1);
    shared.awaitGoesOn(h1);
    awaitPlan("h1 would be empty: 5 to move.");
  }

  private void aDrainThatIsStoppedLeavesThemWhereTheyAre() {
    done("host", "drain", "h1", "--bandwidth", "1M", "--no-wait");
    awaitFigures("own");
    awaitFigures("shared");
    Outcome stopped = done("host", "drain", "h1", "--stop");
    assertThat(stopped.errors()).contains("Asked to cancel 5 of them", "h1 is not empty: 5 failed");
    for (String vm : List.of("own", "shared", "off", "snap", "device")) {
      judgeOnlyOn(h1, vm);
    }
    own.awaitGoesOn(h1);
    shared.awaitGoesOn(h1);
    for (LabHost other : List.of(h2, h3)) {
      assertThat(other.exec(List.of("ls", OWN))).doesNotContain(".qcow2");
    }
    assertThat(drain()).map(DrainView::empty).contains(false);
    done("host", "undrain", "h1");
    await().atMost(LIMIT).until(() -> drain().isEmpty());
  }

  private void nothingWasLost() {
    LabHost[] all = hosts.toArray(LabHost[]::new);
    for (CountingGuest guest : List.of(own, shared)) {
      guest.judgeThatItWasOne(all);
      h1.virsh("destroy", guest.name());
      guest.judgeThatNothingIsLost(h1, all);
    }
    assertThat(h1.exec(List.of("qemu-io", "-r", "-c", "read -P 0x5a 8M 4M", off.path())))
        .contains("read 4194304/4194304")
        .doesNotContain("verification failed");
  }

  private void judgeItMoved(VerdictView verdict) {
    assertThat(verdict.verdict()).as("%s", verdict).isEqualTo("moved");
    judgeOnlyOn(owner(verdict.vm()), verdict.vm());
    assertThat(owner(verdict.vm()).name()).isEqualTo(verdict.to()).isNotEqualTo("h1");
  }

  /** Defined there and nowhere else, and in the state that it had. */
  private void judgeOnlyOn(LabHost owner, String vm) {
    List<String> all = hosts.stream().flatMap(host -> vms(host).stream()).toList();
    assertThat(all).containsOnlyOnce(vm);
    assertThat(vms(owner)).contains(vm);
    assertThat(owner.virsh("dominfo", vm)).containsPattern("Persistent: +yes");
    assertThat(owner.virsh("domstate", vm).strip())
        .isEqualTo(List.of("big", "own", "shared").contains(vm) ? "running" : "shut off");
  }

  private LabHost owner(String vm) {
    return hosts.stream().filter(host -> vms(host).contains(vm)).findFirst().orElseThrow();
  }

  private static List<String> vms(LabHost host) {
    return words(host.virsh("list", "--all", "--name"));
  }

  /** As the fleet knows it. */
  private List<String> running() {
    return done("vm", "list")
        .output()
        .lines()
        .filter(line -> line.contains("running"))
        .map(line -> words(line).getFirst())
        .toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /** Waits until the VM's migration says how far it is. */
  private FiguresView awaitFigures(String vm) {
    return await("figures of " + vm)
        .atMost(LIMIT)
        .until(() -> figures(vm), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<FiguresView> figures(String vm) {
    return drain().stream()
        .flatMap(drain -> drain.vms().stream())
        .filter(verdict -> verdict.vm().equals(vm))
        .map(VerdictView::operation)
        .filter(Objects::nonNull)
        .map(number -> done("op", "show", number.toString(), "-o", "json").output())
        .map(shown -> codec.read(OperationView.class, shown).migration())
        .filter(Objects::nonNull)
        .map(MigrationView::now)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The fleet's news of the hosts may come a moment after theirs. */
  private void awaitPlan(String sentence) {
    await(sentence)
        .atMost(LIMIT)
        .until(() -> ssh("host", "drain", "h1", "--plan").errors().contains(sentence));
  }

  private VerdictView verdict(String vm) {
    return verdict(drain().orElseThrow(), vm);
  }

  private static VerdictView verdict(DrainView drain, String vm) {
    return drain.vms().stream().filter(each -> each.vm().equals(vm)).findFirst().orElseThrow();
  }

  /** What {@code host show} says of it; empty when h1 is in no maintenance. */
  private Optional<DrainView> drain() {
    String json = done("host", "show", "h1", "-o", "json").output();
    return Optional.ofNullable(codec.read(HostView.class, json).drain());
  }

  private Outcome ssh(String... words) {
    return admin.run(parts.port(), "", words);
  }

  private Outcome done(String... words) {
    Outcome outcome = ssh(words);
    assertThat(outcome.status()).as("%s: %s", List.of(words), outcome).isZero();
    return outcome;
  }
}
