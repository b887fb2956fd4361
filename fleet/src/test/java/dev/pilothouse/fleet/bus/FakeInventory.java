package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A host's networks and images that are only values; all else is {@link Vms#inventory}'s. */
final class FakeInventory {
  private final String host;
  private Inventory inventory = Vms.inventory();

  FakeInventory(String host) {
    this.host = host;
  }

  Inventory inventory() {
    return inventory;
  }

  FakeDomains.Outcome execute(NetworkOperation operation) {
    String name = operation.network();
    return switch (operation) {
      case NetworkOperation.CreateNetwork o -> {
        if (inventory.network(name).isPresent()) {
          throw new OperationException(ErrorCode.NAME_TAKEN, "There is such a network already.");
        }
        UUID uuid = UUID.randomUUID();
        String address = o.address();
        yield become(
            name,
            new VirtualNetwork(
                name,
                uuid,
                "virbr1",
                o.mode().name().toLowerCase(Locale.ROOT),
                o.start(),
                o.start(),
                true,
                address == null ? List.of() : List.of(address),
                List.of()),
            uuid.toString());
      }
      case NetworkOperation.StartNetwork o -> become(name, running(known(name), true), null);
      case NetworkOperation.StopNetwork o -> become(name, running(known(name), false), null);
      case NetworkOperation.DeleteNetwork o -> {
        if (known(name).active() && !o.stops()) {
          throw new OperationException(ErrorCode.WRONG_STATE, "The network runs.");
        }
        yield become(name, null, "<network/>");
      }
      case NetworkOperation.SetNetworkAutostart o -> become(name, known(name), null);
    };
  }

  FakeDomains.Outcome execute(ImageOperation operation) {
    Pool first = inventory.pools().getFirst();
    String path = first.path() + "/" + operation.name() + ".qcow2";
    List<Image> images = new ArrayList<>(inventory.images());
    List<Volume> volumes = new ArrayList<>(first.volumes());
    images.removeIf(image -> image.name().equals(operation.name()));
    volumes.removeIf(volume -> volume.path().equals(path));
    if (operation instanceof ImageOperation.AddImage add) {
      images.add(Vms.image(host, add.name(), path));
      volumes.add(new Volume(add.name() + ".qcow2", path, "qcow2", 2L << 30, 1L << 30, ""));
    }
    List<Pool> pools = new ArrayList<>(inventory.pools());
    pools.set(0, with(first, volumes));
    inventory = new Inventory(pools, inventory.networks(), images, inventory.trash());
    return new FakeDomains.Outcome(
        List.of(new FleetEvent.InventoryReported(host, inventory)), path);
  }

  private static Pool with(Pool pool, List<Volume> volumes) {
    return new Pool(
        pool.name(),
        pool.uuid(),
        pool.type(),
        pool.path(),
        pool.active(),
        pool.autostart(),
        pool.persistent(),
        pool.capacityBytes(),
        pool.allocationBytes(),
        pool.availableBytes(),
        volumes);
  }

  private VirtualNetwork known(String name) {
    return inventory
        .network(name)
        .orElseThrow(
            () -> new OperationException(ErrorCode.NOT_FOUND, "There is no network " + name + "."));
  }

  private static VirtualNetwork running(VirtualNetwork network, boolean active) {
    return new VirtualNetwork(
        network.name(),
        network.uuid(),
        network.bridge(),
        network.mode(),
        active,
        network.autostart(),
        network.persistent(),
        network.addresses(),
        network.leases());
  }

  private FakeDomains.Outcome become(
      String name, @Nullable VirtualNetwork now, @Nullable String result) {
    List<VirtualNetwork> networks = new ArrayList<>(inventory.networks());
    networks.removeIf(network -> network.name().equals(name));
    if (now != null) {
      networks.add(now);
    }
    inventory = new Inventory(inventory.pools(), networks, inventory.images(), inventory.trash());
    return new FakeDomains.Outcome(
        List.of(new FleetEvent.InventoryReported(host, inventory)), result);
  }
}
