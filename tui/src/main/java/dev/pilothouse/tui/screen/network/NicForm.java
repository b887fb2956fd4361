package dev.pilothouse.tui.screen.network;

import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.MacAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.NicOperation.Values;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Gives a VM a network interface, or changes one.
 *
 * @param now the one that is changed; null for a new one
 */
record NicForm(VmRef vm, String vmName, @Nullable Nic now) implements FormScreen.Purpose {
  private static final String NETWORK = "Network";
  private static final String BRIDGE = "Bridge";
  private static final String MODEL = "Model";
  private static final String MAC = "MAC";
  private static final String LINK = "Link";
  private static final String A_BRIDGE = "a bridge of the host";
  private static final List<String> MODELS = List.of("virtio", "e1000e", "e1000", "rtl8139");

  static FormScreen add(Vm vm, World world) {
    Inventory inventory = world.fleet().inventory(vm.host());
    String usual = inventory.usualNetwork().map(VirtualNetwork::name).orElse("");
    // The moment and the VM make it as good as drawn at random, and screens draw nothing.
    long seed = world.now().toEpochMilli() ^ vm.ref().uuid().getLeastSignificantBits();
    String mac = MacAddress.free(world.fleet(), List.of(vm.host()), new Random(seed));
    List<Nic> others = VmNic.of(vm).stream().map(VmNic::kept).toList();
    return new FormScreen(
        new NicForm(vm.ref(), vm.name(), null),
        Form.of(
            network(inventory, usual.isEmpty() ? "" : "network:" + usual),
            Form.Text.of(BRIDGE, ""),
            model(others.isEmpty() ? "" : others.getFirst().model()),
            Form.Text.of(MAC, mac),
            Form.Choice.of(LINK, List.of("up", "down"))));
  }

  static FormScreen change(Vm vm, VmNic nic, World world) {
    Nic kept = nic.kept();
    Inventory inventory = world.fleet().inventory(vm.host());
    String bridge = kept.network().startsWith("bridge:") ? kept.network().substring(7) : "";
    return new FormScreen(
        new NicForm(vm.ref(), vm.name(), kept),
        Form.of(
            network(inventory, kept.network()), Form.Text.of(BRIDGE, bridge), model(kept.model())));
  }

  private static Form.Choice network(Inventory inventory, String now) {
    List<String> names =
        new ArrayList<>(inventory.networks().stream().map(VirtualNetwork::name).sorted().toList());
    names.add(A_BRIDGE);
    int at = now.startsWith("network:") ? names.indexOf(now.substring(8)) : names.size() - 1;
    return new Form.Choice(NETWORK, names, Math.max(0, at));
  }

  private static Form.Choice model(String now) {
    List<String> models = new ArrayList<>(MODELS);
    if (!now.isEmpty() && !models.contains(now)) {
      models.add(0, now);
    }
    return new Form.Choice(MODEL, models, Math.max(0, models.indexOf(now)));
  }

  @Override
  public String title() {
    return now == null ? "New NIC for " + vmName : "NIC " + now.mac();
  }

  @Override
  public String word() {
    return now == null ? "add" : "change";
  }

  @Override
  public String about() {
    return now == null
        ? "Now if it runs, and in its definition."
        : "Of " + vmName + ". A model changes with the next start.";
  }

  private static boolean onBridge(Form form) {
    return form.value(NETWORK).equals(A_BRIDGE);
  }

  private static String plug(Form form) {
    return onBridge(form)
        ? "bridge:" + form.value(BRIDGE).strip()
        : "network:" + form.value(NETWORK);
  }

  @Override
  public String problem(Form form, World world) {
    Vm at = world.fleet().vm(vm);
    if (at == null) {
      return "The VM is gone.";
    }
    if (onBridge(form) && form.value(BRIDGE).isBlank()) {
      return "Which bridge of " + vm.host() + "?";
    }
    if (!onBridge(form) && !form.value(BRIDGE).isBlank()) {
      return "A bridge goes with \"" + A_BRIDGE + "\".";
    }
    Optional<VirtualNetwork> network =
        world.fleet().inventory(vm.host()).network(form.value(NETWORK));
    if (at.state().active() && network.isPresent() && !network.get().active()) {
      return "The network does not run; 8 shows and starts networks.";
    }
    return now == null
        ? macProblem(form, world)
        : wanted(form, now).none() ? "Nothing is changed." : "";
  }

  private String macProblem(Form form, World world) {
    try {
      return MacAddress.user(world.fleet(), vm.host(), MacAddress.parse(form.value(MAC)))
          .map(user -> user.name() + " has that MAC address.")
          .orElse("");
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Values wanted(Form form, Nic now) {
    String network = plug(form);
    String model = form.value(MODEL);
    return new Values(
        network.equals(now.network()) ? null : network, model.equals(now.model()) ? null : model);
  }

  @Override
  public String sentence(Form form, World world) {
    return world
        .fleet()
        .inventory(vm.host())
        .network(form.value(NETWORK))
        .map(NicForm::about)
        .orElse("");
  }

  private static String about(VirtualNetwork network) {
    return network.mode()
        + (network.addresses().isEmpty() ? "" : ", " + String.join(", ", network.addresses()));
  }

  @Override
  public Effect effect(Form form, World world) {
    Nic was = now;
    return was == null
        ? OperationChoice.submit(
            new NicOperation.AddNic(
                vm,
                MacAddress.parse(form.value(MAC)),
                plug(form),
                form.value(MODEL),
                form.chosen(LINK) == 0),
            vmName)
        : OperationChoice.submit(NicOperation.SetNic.of(vm, was, wanted(form, was)), vmName);
  }
}
