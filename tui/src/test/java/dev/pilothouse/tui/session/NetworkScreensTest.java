package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.NicOperation.Values;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.TrashOperation;
import dev.pilothouse.tui.screen.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Networks, network interfaces of VMs, and the trash in the text UI. */
class NetworkScreensTest {
  private static final String FIRST = "52:54:00:00:00:01";
  private static final Vm WEB =
      vm("h1", "web01")
          .running(Stage.NOW.minusSeconds(60))
          .nics(
              new Nic(
                  FIRST,
                  "virtio",
                  "network:default",
                  List.of(new IpAddress("192.168.122.7", IpAddress.Source.LEASE)),
                  "vnet0",
                  true),
              new Nic("52:54:00:00:00:02", "e1000e", "bridge:br0", List.of(), "vnet1", false))
          .build();

  private static final TrashedVm OLD =
      new TrashedVm(
          Vms.ref("h1", "old-crm"),
          "old-crm",
          "ada",
          Stage.NOW.minus(Duration.ofDays(2)),
          Stage.NOW.plus(Duration.ofDays(5)),
          3L << 30,
          List.of("/var/lib/libvirt/images/old-crm.qcow2"));

  private static Stage stage() {
    Inventory stock = Vms.inventory();
    List<VirtualNetwork> networks = new ArrayList<>(stock.networks());
    networks.add(
        new VirtualNetwork(
            "lab", new UUID(0, 7), "virbr1", "isolated", false, false, true, List.of(), List.of()));
    return new Stage(80, 24)
        .fleet(
            new FleetEvent.HostReported("h1", Vms.facts(), Stage.NOW),
            new FleetEvent.VmsListed("h1", List.of(WEB)),
            new FleetEvent.InventoryReported(
                "h1", new Inventory(stock.pools(), networks, stock.images(), List.of(OLD))));
  }

  private static Object operation(Stage stage) {
    return stage.effects().stream()
        .filter(Effect.Submit.class::isInstance)
        .map(Effect.Submit.class::cast)
        .findFirst()
        .orElseThrow()
        .targets()
        .getFirst()
        .operation();
  }

  @Test
  void nicsOfAVm() {
    Golden.check("nics-80x24", stage().press("Enter", "N").text());
  }

  @Test
  void whatChangesAtTheNextStartIsSaid() {
    List<Nic> later =
        List.of(
            new Nic(FIRST, "e1000e", "network:default", List.of(), "", true),
            new Nic("52:54:00:00:00:03", "virtio", "network:lab", List.of(), "", true));
    Vm changed =
        vm("h1", "web01")
            .running(Stage.NOW.minusSeconds(60))
            .nics(WEB.nics().toArray(Nic[]::new))
            .defined(later)
            .build();
    Stage stage = stage().fleet(new FleetEvent.VmsListed("h1", List.of(changed)));
    Golden.check("nics-pending-80x24", stage.press("Enter", "N").text());
  }

  @Test
  void aNicIsAddedWithAnAddressOfItsOwn() {
    Stage stage = stage().press("Enter", "N", "n");
    Golden.check("nic-form-80x24", stage.text());
    assertThat(operation(stage.press("Enter")))
        .isInstanceOfSatisfying(
            NicOperation.AddNic.class,
            added -> {
              assertThat(added.mac()).startsWith("52:54:00:").isNotEqualTo(FIRST);
              assertThat(added.network()).isEqualTo("network:default");
              assertThat(added.model()).isEqualTo("virtio");
              assertThat(added.up()).isTrue();
            });
    stage = stage().press("Enter", "N", "n", "Down", "Down", "Down", "^U", "'" + FIRST + "'");
    assertThat(stage.text()).contains("web01 has that MAC address.");
    assertThat(stage().press("Enter", "N", "n", "Right").text())
        .contains("The network does not run; 8 shows and starts networks.");
  }

  @Test
  void aNicChangesNetworkAndModel() {
    Stage stage = stage().press("Enter", "N", "Enter");
    assertThat(stage.text()).contains("Nothing is changed.");
    stage.press("Left", "Down", "'br1'", "Down", "Right");
    Golden.check("nic-change-form-80x24", stage.text());
    assertThat(operation(stage.press("Enter")))
        .isEqualTo(
            new NicOperation.SetNic(
                WEB.ref(),
                FIRST,
                new Values("network:default", "virtio"),
                new Values("bridge:br1", "e1000e")));
  }

  @Test
  void pullingACableAsks() {
    Stage stage = stage().press("Enter", "N", "l");
    assertThat(stage.text()).contains("Set the link of the NIC " + FIRST + " of web01 down.");
    assertThat(operation(stage.press("y")))
        .isEqualTo(new NicOperation.SetNicLink(WEB.ref(), FIRST, false));
    assertThat(operation(stage().press("Enter", "N", "j", "l")))
        .isEqualTo(new NicOperation.SetNicLink(WEB.ref(), "52:54:00:00:00:02", true));
  }

  @Test
  void removingAsks() {
    Stage stage = stage().press("Enter", "N", "x");
    assertThat(stage.text()).contains("It can be undone with 'op undo' (nic add).");
    assertThat(operation(stage.press("y")))
        .isEqualTo(NicOperation.RemoveNic.of(WEB.ref(), WEB.nics().getFirst()));
  }

  @Test
  void networks() {
    Golden.check("networks-80x24", stage().press("8").text());
    Golden.check("network-80x24", stage().press("8", "Enter").text());
  }

  @Test
  void networkActions() {
    Golden.check("network-menu-80x24", stage().press("8", "a").text());
    assertThat(operation(stage().press("8", "j", "a", "s")))
        .isEqualTo(new NetworkOperation.StartNetwork("h1", "lab"));
    assertThat(operation(stage().press("8", "j", "a", "b")))
        .isEqualTo(new NetworkOperation.SetNetworkAutostart("h1", "lab", true));
    assertThat(operation(stage().press("8", "j", "a", "x", "y")))
        .isEqualTo(new NetworkOperation.DeleteNetwork("h1", "lab"));
  }

  @Test
  void aNetworkIsMade() {
    Stage stage = stage().press("8", "n", "Down", "'test'");
    Golden.check("network-form-80x24", stage.text());
    assertThat(operation(stage.press("Enter")))
        .isEqualTo(
            new NetworkOperation.CreateNetwork(
                "h1",
                "test",
                NetworkOperation.Mode.NAT,
                null,
                "192.168.50.1/24",
                "192.168.50.2-192.168.50.254",
                true));
    stage = stage().press("8", "n", "Down", "'x'", "Down", "Down", "^U", "'192.168.122.9/24'");
    assertThat(stage.text()).contains("Its addresses overlap with those of default.");
  }

  @Test
  void theTrash() {
    Golden.check("trash-80x24", stage().press("9").text());
    assertThat(operation(stage().press("9", "r", "y")))
        .isEqualTo(new TrashOperation.RestoreVm(OLD.ref()));
  }

  @Test
  void purgingTakesTheName() {
    Stage stage = stage().press("9", "x");
    Golden.check("trash-purge-80x24", stage.text());
    stage.press("Enter");
    assertThat(stage.effects()).noneMatch(Effect.Submit.class::isInstance);
    assertThat(operation(stage.press("'old-crm'", "Enter")))
        .isEqualTo(new TrashOperation.PurgeVm(OLD.ref()));
  }

  @Test
  void viewersChangeNothing() {
    Stage viewer = stage().as(Role.VIEWER).press("8", "a");
    assertThat(viewer.text()).contains("needs the permission to configure");
    viewer.press("Esc", "n", "9", "r", "x", "1", "Enter", "N", "n", "l", "x", "Enter");
    assertThat(viewer.effects()).noneMatch(Effect.Submit.class::isInstance);
  }
}
