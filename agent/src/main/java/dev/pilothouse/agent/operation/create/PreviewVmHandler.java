package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.operation.create.NewVm.Kind;
import dev.pilothouse.agent.operation.create.NewVm.NewDisk;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.CreationOperation.PreviewVm;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Refuses what {@link CreateVmHandler} would refuse, and says what it would define. */
public record PreviewVmHandler(PreviewVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    VmSpec spec = operation.spec();
    NewName.check(work, spec.name());
    CreatePlan plan = CreatePlan.of(work, spec);
    String folder = plan.pool().path() + "/";
    Volume source = plan.source();
    List<NewDisk> disks = new ArrayList<>();
    disks.add(
        spec.disk() instanceof RootDisk.Existing && source != null
            ? new NewDisk(Kind.DISK, source.path(), source.format())
            : new NewDisk(Kind.DISK, folder + plan.freeDiskName(), "qcow2"));
    Volume medium = plan.medium();
    if (medium != null) {
      disks.add(new NewDisk(Kind.CDROM, medium.path(), "raw"));
    }
    String seed = spec.cloudInit() == null ? "" : folder + plan.freeSeedName();
    if (!seed.isEmpty()) {
      disks.add(new NewDisk(Kind.SEED, seed, "raw"));
    }
    String xml = NewVmXml.of(NewVm.of(spec, work.id(), disks, seed), plan.hardware());
    String why = plan.warning().isEmpty() ? "nothing stands against it" : plan.warning();
    return Outcome.succeeded(why, xml);
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
