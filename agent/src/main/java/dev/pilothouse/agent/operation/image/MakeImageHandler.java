package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.image.ImageFacts;
import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.power.ShutdownVmHandler;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationState;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Copies a stopped VM's disk into an image that stands alone. Proof: the image's facts, which name
 * the order.
 */
record MakeImageHandler(MakeImage operation, ImageSettings settings, Sysprep sysprep)
    implements Handler {
  private static final String SOURCE = "source";
  private static final String STOPS = "stops";

  private Draft draft(Work work) {
    return new Draft(work, new ImageStore(work.hypervisor().storage(), settings), operation.name());
  }

  @Override
  public Map<String, String> look(Work work) {
    draft(work).demandFree();
    Vm vm = work.vm(operation.vm());
    Volume source = volume(work, disk(vm));
    Map<String, String> facts = new HashMap<>(Map.of(SOURCE, source.path()));
    if (vm.state().active()) {
      if (operation.shutDown() == null) {
        throw new OperationException(
            new Failure(
                ErrorCode.WRONG_STATE,
                "The VM is " + vm.state().word() + "; its disk would change under the copy.",
                "Shut it down first, or say --shutdown to have that done."));
      }
      facts.putAll(shutdown().look(work));
      facts.put(STOPS, "yes");
    }
    return facts;
  }

  private ShutdownVmHandler shutdown() {
    return new ShutdownVmHandler(
        new ShutdownVm(
            operation.vm(),
            operation.shutDown() == null ? java.time.Duration.ZERO : operation.shutDown(),
            ShutdownVm.AfterGrace.LEAVE));
  }

  private Disk disk(Vm vm) {
    return vm.disks().stream()
        .filter(d -> d.device().equals("disk"))
        .filter(d -> operation.disk() == null || d.target().equals(operation.disk()))
        .findFirst()
        .orElseThrow(
            () ->
                new OperationException(
                    new Failure(
                        ErrorCode.NOT_FOUND,
                        operation.disk() == null
                            ? "The VM has no disk."
                            : "The VM has no disk " + operation.disk() + ".",
                        "'vm show' lists its disks.")));
  }

  private static Volume volume(Work work, Disk disk) {
    Storage storage = work.hypervisor().storage();
    int colon = disk.source().indexOf(':');
    Optional<Volume> found =
        disk.source().startsWith("/") || colon < 0
            ? storage.volume(disk.source())
            : storage.pools().stream()
                .filter(pool -> pool.name().equals(disk.source().substring(0, colon)))
                .flatMap(pool -> pool.volumes().stream())
                .filter(v -> v.name().equals(disk.source().substring(colon + 1)))
                .findFirst();
    return found.orElseThrow(
        () ->
            new OperationException(
                new Failure(
                    ErrorCode.UNSUPPORTED,
                    "The disk " + disk.target() + " lies in no active storage pool.",
                    "Define a pool for its folder on the host, then try again.")));
  }

  @Override
  public Outcome carryOut(Work work) {
    if (work.noted(STOPS) != null) {
      Outcome stopped = shutdown().carryOut(work);
      if (stopped.state() != OperationState.SUCCEEDED) {
        return stopped;
      }
    }
    Draft draft = draft(work);
    try {
      return make(work, draft);
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
        throw e;
      }
      return draft.failed(e);
    }
  }

  private Outcome make(Work work, Draft draft) {
    Storage storage = work.hypervisor().storage();
    Volume source = volume(work, disk(stopped(work)));
    Pool pool = draft.store().ready();
    draft.store().demandRoom(pool, source.allocationBytes());
    String name = draft.begin("qcow2");
    Volume copy =
        Transfer.watch(
            work,
            transfer ->
                storage.copyVolume(
                    pool.name(),
                    NewVolume.thin(name, "qcow2", source.capacityBytes()),
                    source.path()));
    cancelled(work);
    Vm vm = stopped(work);
    String note = operation.generalise() ? sysprep.run(work, copy.path()) : "Not generalised.";
    String sha256 = Transfer.watch(work, transfer -> sha256(storage, copy, transfer));
    cancelled(work);
    draft.store().refresh();
    draft.finish(facts(work, vm, name, copy, sha256, note));
    return Outcome.succeeded(
        "made in " + work.took() + (note.isEmpty() ? "" : "; " + note), copy.path());
  }

  /** The VM, unless somebody started it: then the copy may be of a disk in change. */
  private Vm stopped(Work work) {
    Vm vm = work.vm(operation.vm());
    if (vm.state().active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.CHANGED_MEANWHILE,
              "The VM was started meanwhile; the copy was thrown away.",
              "Shut it down, and keep it shut off until the image is made."));
    }
    return vm;
  }

  private static void cancelled(Work work) {
    if (work.cancelRequested()) {
      throw new OperationException(ErrorCode.CANCELLED, "Cancelled; nothing was kept.");
    }
  }

  private static String sha256(Storage storage, Volume volume, Transfer transfer) {
    MessageDigest digest = dev.pilothouse.agent.image.Checksum.sha256();
    transfer.begin("reading its checksum", -1);
    long at = 0;
    byte[] piece = storage.download(volume.path(), at, Storage.MOST_DOWNLOADED);
    while (piece.length > 0) {
      digest.update(piece);
      at += piece.length;
      transfer.moved(at);
      piece = storage.download(volume.path(), at, Storage.MOST_DOWNLOADED);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private ImageFacts facts(
      Work work, Vm vm, String volume, Volume copy, String sha256, String note) {
    return new ImageFacts(
        operation.name(),
        volume,
        Image.Kind.DISK,
        vm.os().name(),
        "",
        "qcow2",
        copy.capacityBytes(),
        sha256,
        "disk " + disk(vm).target() + " of a VM",
        vm.name(),
        note,
        work.now(),
        work.principal().name(),
        work.id());
  }

  @Override
  public Finding settle(Work work) {
    if (work.noted(STOPS) != null && !draft(work).begun()) {
      // The button is pressed once: whether it was cannot be told, and nothing was copied yet.
      return new Finding.Settled(
          Outcome.interrupted(
              ErrorCode.HOST_UNREACHABLE,
              "The agent stopped while the VM was to shut down; no image was made.",
              "Look whether the VM is off by now, then order it again."));
    }
    return draft(work).settle();
  }
}
