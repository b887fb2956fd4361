package dev.pilothouse.dist.e2e;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures, for BENCHMARKS.md, what a migration costs against {@code virsh migrate --live --p2p} of
 * the same guest between the same hosts, in turn, from the order to the end that is told. Run
 * {@code main} in {@code dist} after Maven's package phase.
 */
final class MigrationCost {
  private static final int ROUNDS = 20;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern DOWNTIME = Pattern.compile("Total downtime: +(\\d+) +ms");

  /** One migration, in milliseconds. */
  private record Cost(long total, long downtime) {}

  private MigrationCost() {}

  public static void main(String[] args) {
    try (Lab lab = Lab.open()) {
      LabHost h1 = lab.host("h1");
      LabHost h2 = lab.host("h2");
      OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
      try (Deployment parts = new Deployment(lab, admin, h1, h2);
          OwnRoom own = OwnRoom.of(parts)) {
        ControlRoom room = own.room();
        for (LabHost host : List.of(h1, h2)) {
          host.virsh("pool-define-as", "shared", "dir", "--target", Lab.SHARED);
          host.virsh("pool-start", "shared");
        }
        CountingGuest guest = CountingGuest.on(h1, "web", Lab.SHARED);
        h1.virsh("pool-refresh", "shared");
        guest.start(h1);
        List<Cost> ours = new ArrayList<>();
        List<Cost> virsh = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          // Whoever goes first goes from h1, so that both go both ways.
          boolean oursFirst = i % 2 == 0;
          Cost there = oursFirst ? ours(room, guest, h1, h2) : virsh(guest, h1, h2);
          Cost back = oursFirst ? virsh(guest, h2, h1) : ours(room, guest, h2, h1);
          ours.add(oursFirst ? there : back);
          virsh.add(oursFirst ? back : there);
        }
        print("total", ours, virsh, Cost::total);
        print("downtime", ours, virsh, Cost::downtime);
      }
    }
  }

  private static Cost ours(ControlRoom room, CountingGuest guest, LabHost from, LabHost to) {
    VmRef vm = new VmRef(from.name(), guest.guest().uuid());
    await().atMost(LIMIT).until(() -> room.fleet().vm(vm) != null);
    MigrationAddress address = new MigrationAddress(to.remoteUri(), "", Transport.PLAIN);
    MigrateVm order =
        new MigrateVm(
            vm, new Destination(to.name(), address), MigrationOptions.standard(), null, null, "");
    long began = System.nanoTime();
    OperationRecord submitted = room.submit(order, "web", OwnRoom.WHO, Duration.ofMinutes(1));
    OperationRecord ended = room.finished(submitted.number()).join();
    long total = (System.nanoTime() - began) / 1_000_000;
    if (ended.state() != OperationState.SUCCEEDED) {
      throw new AssertionError(ended);
    }
    String summary = Objects.requireNonNull(ended.result());
    guest.awaitGoesOn(to);
    return new Cost(total, new Codec().read(MigrationSummary.class, summary).downtimeMillis());
  }

  private static Cost virsh(CountingGuest guest, LabHost from, LabHost to) {
    long began = System.nanoTime();
    from.exec(
        List.of(
            "virsh",
            "-q",
            "migrate",
            "--live",
            "--p2p",
            "--persistent",
            "--undefinesource",
            guest.name(),
            to.remoteUri()));
    long total = (System.nanoTime() - began) / 1_000_000;
    Matcher downtime = DOWNTIME.matcher(to.virsh("domjobinfo", guest.name(), "--completed"));
    if (!downtime.find()) {
      throw new AssertionError("no downtime");
    }
    guest.awaitGoesOn(to);
    return new Cost(total, Long.parseLong(downtime.group(1)));
  }

  private static void print(
      String what, List<Cost> ours, List<Cost> virsh, ToLongFunction<Cost> of) {
    System.out.printf(
        "%s: ours %s, virsh %s, of %d each%n", what, told(ours, of), told(virsh, of), ours.size());
  }

  private static String told(List<Cost> costs, ToLongFunction<Cost> of) {
    long[] all = costs.stream().mapToLong(of).sorted().toArray();
    return "median %d ms, worst %d ms, mean %.0f ms"
        .formatted(
            all[all.length / 2], all[all.length - 1], Arrays.stream(all).average().orElse(0));
  }
}
