package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares what records say with what is true, by witnesses that are no part of the product: virsh,
 * what each QEMU and each guest wrote, and libvirt's own state file.
 */
final class Judge {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** libvirt's word for a start that was cut short so that it can neither go on nor be ended. */
  private static final String STUCK = "stuck";

  private final LabHost host;
  private final Map<Guest, Integer> startsByHand = new HashMap<>();

  Judge(LabHost host) {
    this.host = host;
  }

  /**
   * Whether the record tells the truth, and nothing was done twice.
   *
   * @param victim what was killed under the operation
   */
  void judge(Verb verb, Guest guest, OperationRecord record, Part victim) {
    String truth = truth(guest);
    String what = verb.word() + " " + guest.name() + " " + record + ", in truth " + truth;
    Set<OperationState> undone =
        EnumSet.of(OperationState.FAILED, OperationState.CANCELLED, OperationState.EXPIRED);
    if (record.state() == OperationState.SUCCEEDED) {
      assertThat(truth).as(what).isEqualTo(after(verb));
    } else if (undone.contains(record.state())) {
      assertThat(truth).as(what).isEqualTo(before(verb));
    } else {
      assertThat(record.state()).as(what).isEqualTo(OperationState.INTERRUPTED);
      assertThat(record.failure()).as(what).isNotNull();
      assertThat(record.failure().hint()).as(what).isNotBlank();
      boolean mayBeStuck = verb == Verb.START && victim == Part.LIBVIRTD;
      assertThat(truth).as(what).isIn(before(verb), after(verb), mayBeStuck ? STUCK : after(verb));
    }
    int starts = startsByHand.getOrDefault(guest, 0) + (verb == Verb.DEFINE ? 0 : 1);
    assertThat(boots(guest)).as("boots of it; " + what).isLessThanOrEqualTo(starts);
    assertThat(launches(guest)).as("QEMUs of it; " + what).isLessThanOrEqualTo(starts);
  }

  /** Where an honest "not done" left a guest behind, the next stage finds it where it expects. */
  void makeTrue(Verb verb, Guest guest) {
    if (truth(guest).equals(STUCK)) {
      unstick(guest);
    }
    if (!truth(guest).equals(after(verb))) {
      switch (verb) {
        case DEFINE -> host.define(guest);
        case START -> start(guest);
        case SHUTDOWN -> host.virsh("destroy", guest.name());
        default -> host.virsh("undefine", guest.name());
      }
    }
  }

  void awaitBoot(Guest guest) {
    await().atMost(LIMIT).until(() -> boots(guest) > 0);
  }

  void start(Guest guest) {
    host.virsh("start", guest.name());
    startsByHand.merge(guest, 1, Integer::sum);
  }

  /** virsh's word for its state, "absent", or {@link #STUCK}. */
  String truth(Guest guest) {
    if (!host.virsh("list", "--all", "--uuid").contains(guest.uuid().toString())) {
      return "absent";
    }
    // Of a start that goes on libvirt notes the process as soon as there is one.
    boolean stuck = Program.read(stateFile(guest)).contains("reason='starting up' pid='0'");
    return stuck ? STUCK : host.state(guest);
  }

  /**
   * How many QEMUs ran for it. Each says so when it has opened its serial console, long before its
   * CPUs turn. libvirt's own line "starting up" is no witness: it stands there before QEMU begins,
   * and for one that never did because libvirtd was killed at that moment.
   */
  int launches(Guest guest) {
    Path log = host.directory().resolve("-var-log-libvirt/qemu/" + guest.name() + ".log");
    return count(Program.read(log), "char device redirected to");
  }

  private int boots(Guest guest) {
    return count(host.serial(guest), "LAB-READY");
  }

  private static String before(Verb verb) {
    return switch (verb) {
      case DEFINE -> "absent";
      case SHUTDOWN -> "running";
      default -> "shut off";
    };
  }

  private static String after(Verb verb) {
    return switch (verb) {
      case START -> "running";
      case DELETE -> "absent";
      default -> "shut off";
    };
  }

  /** What the hint of the operation says. */
  private void unstick(Guest guest) {
    host.stopLibvirtd();
    ProcessHandle.allProcesses()
        .filter(p -> Program.read(Path.of("/proc/" + p.pid() + "/comm")).startsWith("qemu-system"))
        .filter(
            p ->
                Program.read(Path.of("/proc/" + p.pid() + "/cmdline"))
                    .contains(guest.uuid().toString()))
        .forEach(ProcessHandle::destroyForcibly);
    try {
      Files.delete(stateFile(guest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    host.startLibvirtd();
  }

  private Path stateFile(Guest guest) {
    return host.directory().resolve("run/libvirt/qemu/" + guest.name() + ".xml");
  }

  private static int count(String text, String words) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }
}
