package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that the bus keeps about one host, of one moment. */
record HostPicture(HostNews.Head head, List<Vm> vms, Inventory inventory) {
  private static final Logger LOG = LoggerFactory.getLogger(HostPicture.class);

  /** Null while the host's agent has not said anything yet, or not in words that we can read. */
  static @Nullable HostPicture read(Bus bus, Codec codec, String host) {
    Map<String, String> fields = bus.readMap(Names.picture(host));
    String head = fields.get(HostNews.HEAD);
    if (head == null) {
      return null;
    }
    List<Vm> vms = new ArrayList<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (field.getKey().startsWith(HostNews.VM)) {
        try {
          Vm vm = codec.read(Vm.class, field.getValue());
          if (vm.host().equals(host)) {
            vms.add(vm);
          }
        } catch (WireException e) {
          LOG.warn("a VM of a host's picture cannot be read: {}", e.getMessage());
        }
      }
    }
    try {
      return new HostPicture(
          codec.read(HostNews.Head.class, head),
          vms,
          inventory(codec, fields.get(HostNews.INVENTORY)));
    } catch (WireException e) {
      LOG.warn("the head of a host's picture cannot be read: {}", e.getMessage());
      return null;
    }
  }

  private static Inventory inventory(Codec codec, @Nullable String json) {
    if (json == null) {
      return Inventory.EMPTY;
    }
    try {
      return codec.read(Inventory.class, json);
    } catch (WireException e) {
      LOG.warn("the inventory of a host's picture cannot be read: {}", e.getMessage());
      return Inventory.EMPTY;
    }
  }
}
