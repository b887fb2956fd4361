package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VmRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On the network interfaces of a VM: at once if it runs and the guest allows it, and in its
 * definition if it has one. Results say when each change takes effect.
 */
public sealed interface NicOperation extends Operation.OnVm {
  /** Which interface: lower case, with colons. */
  String mac();

  /**
   * virDomainAttachDeviceFlags. Its result says when it takes effect.
   *
   * @param mac one that no VM of the host has
   * @param network what it is plugged into, as {@code network:default} or {@code bridge:br0}
   * @param model such as {@code virtio} or {@code e1000e}
   * @param up whether its link is up
   */
  record AddNic(VmRef vm, String mac, String network, String model, boolean up)
      implements NicOperation {
    @Override
    public Verb verb() {
      return Verb.NIC_ADD;
    }

    @Override
    public String sentence(String name) {
      return "Give "
          + name
          + " a NIC "
          + mac
          + " ("
          + model
          + ") in "
          + shown(network)
          + (up ? "." : ", its link down.");
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new RemoveNic(vm, mac, network, model, up, RemoveNic.PATIENCE));
    }
  }

  /**
   * virDomainDetachDeviceFlags: asks a running guest to let go, waits, then takes it out of the
   * definition. Its result is the XML of what was removed.
   *
   * @param network what it is plugged into, for undoing; so are {@code model} and {@code up}
   * @param patience how long the guest may take
   */
  record RemoveNic(
      VmRef vm, String mac, String network, String model, boolean up, Duration patience)
      implements NicOperation {
    /** Unless the person says otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    public static RemoveNic of(VmRef vm, Nic nic) {
      return new RemoveNic(vm, nic.mac(), nic.network(), nic.model(), nic.linkUp(), PATIENCE);
    }

    @Override
    public Verb verb() {
      return Verb.NIC_REMOVE;
    }

    @Override
    public String sentence(String name) {
      return "Remove the NIC " + mac + " (in " + shown(network) + ") from " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return pluggable(network)
          ? new Inverse.By(new AddNic(vm, mac, network, model, up))
          : new Inverse.None("add it again from its XML, which the operation's record keeps");
    }
  }

  /**
   * virDomainUpdateDeviceFlags. A running NIC changes its network at once, its model at the next
   * start of the VM.
   *
   * @param before what they were when the person decided; what undoing sets
   */
  record SetNic(VmRef vm, String mac, Values before, Values wanted) implements NicOperation {
    public static SetNic of(VmRef vm, Nic now, Values wanted) {
      return new SetNic(
          vm,
          now.mac(),
          new Values(
              wanted.network() == null ? null : now.network(),
              wanted.model() == null ? null : now.model()),
          wanted);
    }

    @Override
    public Verb verb() {
      return Verb.NIC_SET;
    }

    @Override
    public String sentence(String name) {
      return "Set for the NIC "
          + mac
          + " of "
          + name
          + ": "
          + String.join(", ", wanted.texts())
          + ".";
    }

    @Override
    public Inverse inverse() {
      String network = before.network();
      return network == null || pluggable(network)
          ? new Inverse.By(new SetNic(vm, mac, wanted, before))
          : new Inverse.None("it was on " + network + ", which 'vm edit' can set again");
    }
  }

  /** Values to set; what is null stays as it is. */
  record Values(@Nullable String network, @Nullable String model) {
    public boolean none() {
      return texts().isEmpty();
    }

    /** Each for people, such as {@code model e1000e}. */
    public List<String> texts() {
      List<String> texts = new ArrayList<>();
      if (network != null) {
        texts.add(shown(network));
      }
      if (model != null) {
        texts.add("model " + model);
      }
      return texts;
    }
  }

  /** virDomainUpdateDeviceFlags of the link state: as a cable that is plugged in or pulled. */
  record SetNicLink(VmRef vm, String mac, boolean up) implements NicOperation {
    @Override
    public Verb verb() {
      return up ? Verb.NIC_UP : Verb.NIC_DOWN;
    }

    @Override
    public String sentence(String name) {
      return "Set the link of the NIC " + mac + " of " + name + (up ? " up." : " down.");
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new SetNicLink(vm, mac, !up));
    }
  }

  /** Whether an interface can be plugged into that by these operations. */
  static boolean pluggable(String network) {
    return network.matches("(?s)(network|bridge):.+");
  }

  /** For people: {@code network default}. */
  static String shown(String network) {
    return network.replaceFirst(":", " ");
  }
}
