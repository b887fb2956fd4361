package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.create.NewVm.Kind;
import dev.pilothouse.agent.operation.create.NewVm.NewDisk;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.CreationOperation.CreateVm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.CloudInit;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a VM: its disk, its seed, its definition, and starts it if that was asked for. Proof: the
 * UUID, which follows from the order's id. Without it, what was made of it is taken away.
 */
public record CreateVmHandler(CreateVm operation) implements Handler {
  private static final String DISK = "disk-name";
  private static final String SEED = "seed-name";

  /** What libvirt says of a VM that was defined and never started. */
  private static final String NEVER_RAN = "unknown";

  @Override
  public Map<String, String> look(Work work) {
    VmSpec spec = operation.spec();
    NewName.check(work, spec.name());
    CreatePlan plan = CreatePlan.of(work, spec);
    Map<String, String> facts = new HashMap<>();
    facts.put(DISK, plan.freeDiskName());
    facts.put(SEED, plan.freeSeedName());
    return facts;
  }

  @Override
  public Outcome carryOut(Work work) {
    Made made = new Made(work);
    try {
      CreatePlan plan = CreatePlan.of(work, operation.spec());
      Clock clock = new Clock(work);
      Volume disk = disk(work, made, plan);
      clock.lap("disk");
      stopIfCancelled(work);
      Volume seed = seed(work, made);
      clock.lap("seed");
      stopIfCancelled(work);
      work.progress(90, "defining it");
      String xml = NewVmXml.of(newVm(work, plan, disk, seed), plan.hardware());
      UUID uuid = work.hypervisor().define(xml);
      clock.lap("definition");
      if (operation.spec().start()) {
        start(work, uuid);
        clock.lap("start");
      }
      return made(clock.said("made"), plan.warning(), uuid);
    } catch (CancelledException e) {
      List<String> left = takeBack(work);
      return Outcome.cancelled("Cancelled; what was made of it is gone again." + Made.named(left));
    } catch (OperationException e) {
      ErrorCode code = e.failure().code();
      if (code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT) {
        throw e;
      }
      String left = Made.named(takeBack(work));
      return Outcome.failed(new Failure(code, e.failure().message() + left, e.failure().hint()));
    }
  }

  @Override
  public Finding settle(Work work) {
    UUID uuid = Derived.uuid(work.id());
    Optional<Vm> vm = work.hypervisor().find(uuid);
    if (vm.isEmpty()) {
      List<String> left = new Made(work).takeBack();
      return left.isEmpty()
          ? new Finding.NotDone()
          : new Finding.Settled(
              Outcome.failed(
                  ErrorCode.HYPERVISOR_LOST, "It could not be made." + Made.named(left)));
    }
    boolean mayStart = !vm.get().state().active() && vm.get().reason().equals(NEVER_RAN);
    if (operation.spec().start() && mayStart) {
      try {
        start(work, uuid);
      } catch (OperationException e) {
        ErrorCode code = e.failure().code();
        if (code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT) {
          throw e;
        }
        String left = Made.named(takeBack(work));
        return new Finding.Settled(
            Outcome.failed(new Failure(code, e.failure().message() + left, e.failure().hint())));
      }
    }
    return new Finding.Settled(made("found made", "", uuid));
  }

  private static Outcome made(String how, String warning, UUID uuid) {
    return Outcome.succeeded(warning.isEmpty() ? how : how + "; " + warning, uuid.toString());
  }

  private Volume disk(Work work, Made made, CreatePlan plan) {
    Volume source = plan.source();
    if (operation.spec().disk() instanceof RootDisk.Existing && source != null) {
      return source;
    }
    NewVolume wanted = plan.rootDisk(noted(work, DISK));
    made.willMake(plan.pool().name(), wanted);
    if (wanted.backing() != null || source == null) {
      work.progress(10, "making its disk");
      return work.hypervisor().storage().createVolume(plan.pool().name(), wanted);
    }
    return Copies.copy(work, plan.pool().name(), wanted, source);
  }

  private @Nullable Volume seed(Work work, Made made) {
    CloudInit wanted = operation.spec().cloudInit();
    if (wanted == null) {
      return null;
    }
    work.progress(80, "making its seed");
    String mac = operation.spec().network().isEmpty() ? "" : Derived.mac(work.id(), 0);
    byte[] iso =
        SeedIso.of(
            Seed.files(wanted, operation.spec().name(), Derived.uuid(work.id()).toString(), mac));
    String pool = operation.spec().pool();
    NewVolume volume = NewVolume.thin(noted(work, SEED), "raw", iso.length);
    made.willMake(pool, volume);
    Volume seed = work.hypervisor().storage().createVolume(pool, volume);
    try {
      work.hypervisor()
          .storage()
          .upload(seed.path(), new ByteArrayInputStream(iso), iso.length, moved -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seed;
  }

  private NewVm newVm(Work work, CreatePlan plan, Volume disk, @Nullable Volume seed) {
    VmSpec spec = operation.spec();
    List<NewDisk> disks = new ArrayList<>();
    disks.add(new NewDisk(Kind.DISK, disk.path(), disk.format()));
    Volume medium = plan.medium();
    if (medium != null) {
      disks.add(new NewDisk(Kind.CDROM, medium.path(), "raw"));
    }
    if (seed != null) {
      disks.add(new NewDisk(Kind.SEED, seed.path(), "raw"));
    }
    return NewVm.of(spec, work.id(), disks, seed == null ? "" : seed.path());
  }

  private static void start(Work work, UUID uuid) {
    work.progress(95, "starting it");
    work.hypervisor().start(uuid);
  }

  /** The definition first, so that nothing defined lacks its disk. */
  private static List<String> takeBack(Work work) {
    List<String> left = new ArrayList<>();
    UUID uuid = Derived.uuid(work.id());
    Optional<Vm> vm = work.hypervisor().find(uuid);
    if (vm.isPresent()) {
      if (vm.get().state().active()) {
        work.hypervisor().forceOff(uuid);
      }
      work.hypervisor().undefine(uuid);
    }
    left.addAll(new Made(work).takeBack());
    return left;
  }

  private static void stopIfCancelled(Work work) {
    if (work.cancelRequested()) {
      throw new CancelledException();
    }
  }

  private static String noted(Work work, String fact) {
    return Objects.requireNonNull(work.noted(fact), fact);
  }
}
