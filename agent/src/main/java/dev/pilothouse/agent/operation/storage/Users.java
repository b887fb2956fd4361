package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who needs a volume, asked of libvirt now: VMs that name it anywhere in what runs or in what is
 * defined, and volumes that have it beneath them; and the image that it holds or tells of.
 *
 * @param trashed the names of VMs in the trash that would need it again
 */
public record Users(
    List<Vm> vms, List<String> overlays, List<String> trashed, List<String> images) {
  public Users {
    vms = List.copyOf(vms);
    overlays = List.copyOf(overlays);
    trashed = List.copyOf(trashed);
    images = List.copyOf(images);
  }

  public static Users of(Work work, Pools.Place place) {
    List<Vm> vms = new ArrayList<>();
    for (Vm vm : work.hypervisor().list()) {
      if (names(work, vm, false, place) || (vm.state().active() && names(work, vm, true, place))) {
        vms.add(vm);
      }
    }
    List<String> overlays = new ArrayList<>();
    for (Pool pool : work.hypervisor().storage().pools()) {
      for (Volume each : pool.volumes()) {
        if (each.backing().equals(place.volume().path())) {
          overlays.add(pool.name() + "/" + each.name());
        }
      }
    }
    List<String> trashed =
        work.trash().all().stream()
            .filter(entry -> entry.vm().volumes().contains(place.volume().path()))
            .map(entry -> entry.vm().name())
            .toList();
    return new Users(vms, overlays, trashed, images(work, place));
  }

  private static List<String> images(Work work, Pools.Place place) {
    ImageSettings settings = work.policy().images();
    if (!place.pool().name().equals(settings.pool())) {
      return List.of();
    }
    return new ImageStore(work.hypervisor().storage(), settings)
        .images(work.hypervisor().hostName(), List.of(place.pool())).stream()
            .filter(
                image ->
                    image.path().equals(place.volume().path())
                        || place.volume().name().equals(ImageStore.factsName(image.name())))
            .map(Image::name)
            .toList();
  }

  private static boolean names(Work work, Vm vm, boolean inactive, Pools.Place place) {
    try {
      return DisksXml.names(
          work.hypervisor().xml(vm.ref().uuid(), inactive),
          place.volume().path(),
          place.pool().name(),
          place.volume().name());
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.NOT_FOUND) {
        return false; // Gone since the list was made.
      }
      throw e;
    }
  }

  /** Such as {@code the VM web01 and the volume default/clone.qcow2}; empty when there is none. */
  public String said() {
    List<String> all = new ArrayList<>();
    vms.forEach(vm -> all.add("the VM " + vm.name()));
    overlays.forEach(name -> all.add("the volume " + name + ", which lies on it"));
    images.forEach(name -> all.add("the image " + name));
    trashed.forEach(name -> all.add("the VM " + name + " in the trash"));
    return switch (all.size()) {
      case 0 -> "";
      case 1 -> all.getFirst();
      default -> String.join("; ", all.subList(0, all.size() - 1)) + "; and " + all.getLast();
    };
  }
}
