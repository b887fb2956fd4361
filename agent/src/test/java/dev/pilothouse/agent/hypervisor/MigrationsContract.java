package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Migrations.Completed;
import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.agent.hypervisor.Migrations.Route;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every host does with VMs that migrate to another, whose pools are apart from its own. */
@Timeout(300)
public abstract class MigrationsContract extends TwoHosts {
  @Test
  void a_running_vm_goes_over_while_everybody_can_look() {
    UUID vm = booted("runs");
    CompletableFuture<@Nullable Void> migration = begin(vm, route(SLOW));
    Job job = awaitJob(here, vm, j -> j.memoryDoneBytes() > MIB && j.pass() > 0);
    assertThat(job.incoming()).isFalse();
    assertThat(job.postCopy()).isFalse();
    assertThat(job.memoryBytes()).isBetween(64 * MIB, 1024 * MIB);
    assertThat(job.memoryLeftBytes()).isBetween(1L, job.memoryBytes());
    assertThat(job.diskBytes()).isZero();
    assertThat(awaitJob(there, vm, Job::incoming).postCopy()).isFalse();

    Vm arriving = there.find(vm).orElseThrow();
    assertThat(arriving.arriving()).as(arriving.reason()).isTrue();
    assertThat(there.list()).filteredOn(Vm::arriving).extracting(Vm::name).contains("runs");
    assertThat(here.find(vm)).map(Vm::state).contains(VmState.RUNNING);
    assertThat(migration).isNotDone();

    migrations.limit(vm, 0);
    ends(migration);
    Vm arrived = assertOnlyThere(vm, VmState.RUNNING);
    assertThat(arrived.persistent()).isTrue();
    assertThat(arrived.title()).isEqualTo("contract");
    Completed completed = there.migrations().completed(vm).orElseThrow();
    assertThat(completed.totalMillis()).isPositive();
    assertThat(completed.downtimeMillis()).isBetween(0L, completed.totalMillis());
    assertThat(completed.memoryBytes()).isGreaterThan(MIB);
    assertThat(completed.diskBytes()).isZero();
    assertThat(there.migrations().completed(vm)).contains(completed);
  }

  @Test
  void a_transient_vm_stays_transient() {
    UUID vm = booted("transient");
    here.undefine(vm);
    migrations.migrate(vm, route(MigrationOptions.standard()));
    assertThat(assertOnlyThere(vm, VmState.RUNNING).persistent()).isFalse();
  }

  @Test
  void a_stopped_vm_moves_its_definition() {
    UUID vm = here.define(definition("stopped", ""));
    migrations.migrate(vm, route(MigrationOptions.standard()));
    Vm arrived = assertOnlyThere(vm, VmState.SHUT_OFF);
    assertThat(arrived.persistent()).isTrue();
    assertThat(arrived.name()).isEqualTo("stopped");
  }

  @Test
  void a_paused_vm_stays_paused() {
    UUID vm = booted("paused");
    here.pause(vm);
    migrations.migrate(vm, route(MigrationOptions.standard()));
    assertOnlyThere(vm, VmState.PAUSED);
    there.resume(vm);
    assertOnlyThere(vm, VmState.RUNNING);
  }

  @Test
  void after_an_abort_it_goes_on_here_and_can_try_again() {
    UUID vm = booted("aborted");
    CompletableFuture<@Nullable Void> migration = begin(vm, route(SLOW));
    awaitJob(here, vm, j -> j.memoryDoneBytes() > 0);
    migrations.abort(vm);
    endsWith(migration, ErrorCode.CANCELLED);
    assertOnlyHere(vm, VmState.RUNNING);
    assertThat(here.find(vm)).map(Vm::persistent).contains(true);

    migrations.migrate(vm, route(MigrationOptions.standard()));
    assertOnlyThere(vm, VmState.RUNNING);
  }

  @Test
  void a_longer_standstill_ends_it() {
    UUID vm = booted("downtime");
    CompletableFuture<@Nullable Void> migration = begin(vm, route(SLOW));
    awaitJob(here, vm, j -> j.pass() > 0);
    migrations.limit(vm, 4 * MIB);
    migrations.maxDowntime(vm, Duration.ofMinutes(2));
    ends(migration);
    assertOnlyThere(vm, VmState.RUNNING);
  }

  @Test
  void in_post_copy_it_runs_there_and_there_is_no_way_back() {
    UUID vm = booted("postcopy");
    CompletableFuture<@Nullable Void> migration = begin(vm, route(options(MIB, true)));
    awaitJob(here, vm, j -> j.pass() > 0 && j.memoryDoneBytes() > 0);
    migrations.startPostCopy(vm);
    awaitJob(here, vm, Job::postCopy);
    await()
        .atMost(LIMIT)
        .until(() -> there.find(vm).filter(v -> v.state() == VmState.RUNNING).isPresent());
    fails(ErrorCode.WRONG_STATE, () -> migrations.abort(vm));
    assertThat(there.find(vm)).map(Vm::arriving).contains(false);
    assertThat(here.find(vm)).map(Vm::state).contains(VmState.PAUSED);
    assertThat(here.find(vm)).map(Vm::arriving).contains(false);
    migrations.limit(vm, 0);
    ends(migration);
    assertThat(assertOnlyThere(vm, VmState.RUNNING).persistent()).isTrue();
  }

  @Test
  void post_copy_is_only_for_what_was_begun_so() {
    UUID vm = booted("precopy");
    CompletableFuture<@Nullable Void> migration = begin(vm, route(SLOW));
    awaitJob(here, vm, j -> j.pass() > 0);
    fails(ErrorCode.WRONG_STATE, () -> migrations.startPostCopy(vm));
    migrations.abort(vm);
    endsWith(migration, ErrorCode.CANCELLED);
  }

  @Test
  void a_vm_that_migrates_does_not_migrate_twice() {
    UUID vm = booted("twice");
    CompletableFuture<@Nullable Void> migration = begin(vm, route(SLOW));
    awaitJob(here, vm, j -> j.pass() > 0);
    fails(ErrorCode.WRONG_STATE, () -> migrations.migrate(vm, route(SLOW)));
    migrations.abort(vm);
    endsWith(migration, ErrorCode.CANCELLED);
    assertOnlyHere(vm, VmState.RUNNING);
  }

  @Test
  void a_name_that_is_taken_there_keeps_it_here() {
    UUID vm = booted("taken");
    UUID other = there.define(definition("taken", ""));
    fails(ErrorCode.NAME_TAKEN, () -> migrations.migrate(vm, route(SLOW)));
    assertOnlyHere(vm, VmState.RUNNING);
    assertThat(there.find(other)).map(Vm::state).contains(VmState.SHUT_OFF);

    here.forceOff(vm);
    fails(ErrorCode.NAME_TAKEN, () -> migrations.migrate(vm, route(SLOW)));
    assertOnlyHere(vm, VmState.SHUT_OFF);
  }

  private static String disk(String path) {
    return """
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="%s"/>
      <target dev="vda" bus="virtio"/>
    </disk>
    """
        .formatted(path);
  }

  @Test
  void a_disk_is_copied_into_the_one_that_is_there() {
    NewVolume volume = NewVolume.thin("migrations-contract.qcow2", "qcow2", 8 * MIB);
    String path = here.storage().createVolume("default", volume).path();
    UUID vm = here.define(definition("disk", disk(path)));
    try {
      boot(here, vm);
      Route copying = route(MigrationOptions.standard(), "vda");
      fails(ErrorCode.UNSUPPORTED, () -> migrations.migrate(vm, copying));
      assertOnlyHere(vm, VmState.RUNNING);

      there.storage().createVolume("default", volume);
      migrations.migrate(vm, copying);
      Vm arrived = assertOnlyThere(vm, VmState.RUNNING);
      assertThat(arrived.disks()).singleElement().matches(d -> d.source().equals(path));
    } finally {
      List.of(here, there).forEach(TwoHosts::clean);
      for (Hypervisor each : List.of(here, there)) {
        if (each.storage().volume(path).isPresent()) {
          each.storage().deleteVolume(path);
        }
      }
    }
  }

  @Test
  void what_does_not_migrate_cannot_be_changed() {
    UUID vm = booted("stays");
    assertThat(migrations.job(vm)).isEmpty();
    assertThat(migrations.completed(vm)).isEmpty();
    fails(ErrorCode.WRONG_STATE, () -> migrations.abort(vm));
    fails(ErrorCode.WRONG_STATE, () -> migrations.limit(vm, MIB));
    fails(ErrorCode.WRONG_STATE, () -> migrations.maxDowntime(vm, Duration.ofSeconds(1)));
    fails(ErrorCode.WRONG_STATE, () -> migrations.startPostCopy(vm));

    here.forceOff(vm);
    assertThat(migrations.job(vm)).isEmpty();
    assertThat(migrations.completed(vm)).isEmpty();
    fails(ErrorCode.WRONG_STATE, () -> migrations.abort(vm));
    fails(ErrorCode.WRONG_STATE, () -> migrations.limit(vm, MIB));
    fails(ErrorCode.WRONG_STATE, () -> migrations.dirtyRate(vm));
  }

  @Test
  void who_is_not_there_does_not_migrate() {
    UUID nobody = UUID.randomUUID();
    fails(ErrorCode.NOT_FOUND, () -> migrations.migrate(nobody, route(SLOW)));
    fails(ErrorCode.NOT_FOUND, () -> migrations.job(nobody));
    fails(ErrorCode.NOT_FOUND, () -> migrations.completed(nobody));
    fails(ErrorCode.NOT_FOUND, () -> migrations.abort(nobody));
    fails(ErrorCode.NOT_FOUND, () -> migrations.limit(nobody, 0));
    fails(ErrorCode.NOT_FOUND, () -> migrations.maxDowntime(nobody, Duration.ofSeconds(1)));
    fails(ErrorCode.NOT_FOUND, () -> migrations.startPostCopy(nobody));
    fails(ErrorCode.NOT_FOUND, () -> migrations.dirtyRate(nobody));
    fails(ErrorCode.NOT_FOUND, () -> migrations.migratableXml(nobody));
  }

  @Test
  @Timeout(60)
  void nobody_answers_at_a_wrong_address() {
    fails(ErrorCode.HOST_UNREACHABLE, () -> migrations.peer(nowhere()));
    UUID vm = booted("stranded");
    MigrationAddress wrong = new MigrationAddress(nowhere(), "", other().transport());
    fails(
        ErrorCode.HOST_UNREACHABLE,
        () -> migrations.migrate(vm, new Route(wrong, SLOW, List.of(), false)));
    assertOnlyHere(vm, VmState.RUNNING);
  }

  @Test
  void a_peer_is_left_without_harm() {
    assertThat(there.hostName()).isNotEqualTo(here.hostName());
    Hypervisor again = migrations.peer(other().uri());
    assertThat(again.hostName()).isEqualTo(there.hostName());
    again.close();
    fails(ErrorCode.HOST_UNREACHABLE, again::list);
    assertThat(there.list()).isNotNull();
    UUID vm = here.define(definition("after", ""));
    migrations.migrate(vm, route(MigrationOptions.standard()));
    assertOnlyThere(vm, VmState.SHUT_OFF);
  }

  @Test
  void its_memory_changes_at_some_rate() {
    UUID vm = booted("dirty");
    Optional<Long> rate = migrations.dirtyRate(vm);
    assertThat(rate.orElse(0L)).isBetween(0L, 100_000 * MIB);
  }

  @Test
  void the_destination_is_asked_whether_it_has_the_cpu() {
    UUID vm = here.define(definition("cpu", ""));
    String xml = migrations.migratableXml(vm);
    assertThat(xml).contains("<name>cpu</name>");
    assertThat(there.migrations().cpuProblem(xml)).isEmpty();
    assertThat(there.cpuSupport().usable()).contains("qemu64").doesNotContain("486-of-the-moon");
    String strange =
        xml.replaceFirst("(?s)<cpu.*?</cpu>", "")
            .replace(
                "</domain>",
                "<cpu mode='custom' match='exact'><model fallback='forbid'>486-of-the-moon</model>"
                    + "</cpu></domain>");
    assertThat(there.migrations().cpuProblem(strange)).contains("486-of-the-moon");
  }

  @Test
  void a_disk_that_the_other_lacks_keeps_it_here() {
    NewVolume volume = NewVolume.thin("migrations-contract.qcow2", "qcow2", 8 * MIB);
    String path = here.storage().createVolume("default", volume).path();
    UUID vm = here.define(definition("alone", disk(path)));
    try {
      boot(here, vm);
      fails(ErrorCode.REFUSED, () -> migrations.migrate(vm, route(MigrationOptions.standard())));
      assertOnlyHere(vm, VmState.RUNNING);
    } finally {
      clean(here);
      here.storage().deleteVolume(path);
    }
  }

  @Test
  void every_way_to_do_it_is_known() {
    Duration most = Duration.ofSeconds(1);
    for (MigrationOptions options :
        List.of(
            new MigrationOptions(64 * MIB, most, true, false, true, false, null),
            new MigrationOptions(0, most, true, true, false, false, null))) {
      UUID vm = booted("way-" + options.postCopy());
      migrations.migrate(vm, route(options));
      assertOnlyThere(vm, VmState.RUNNING);
    }
  }
}
