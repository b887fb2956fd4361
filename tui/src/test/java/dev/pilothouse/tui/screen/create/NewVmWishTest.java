package dev.pilothouse.tui.screen.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewVmWishTest {
  private static final Fleet FLEET =
      Fleet.empty()
          .apply(new FleetEvent.HostReported("h1", Vms.facts(), Instant.EPOCH))
          .apply(new FleetEvent.InventoryReported("h1", Vms.inventory()))
          .apply(new FleetEvent.VmChanged(Vms.vm("h1", "web01").build()));

  private final NewVmWish wish = NewVmWish.first(FLEET, "h1");

  private String problem(NewVmField field, String text) {
    return wish.with(field, text).problem(field, FLEET);
  }

  @Test
  void theFirstChoicesAreWhatIsThere() {
    assertThat(wish.text(NewVmField.HOST)).isEqualTo("h1");
    assertThat(wish.text(NewVmField.IMAGE)).isEqualTo("base");
    assertThat(wish.text(NewVmField.POOL)).isEqualTo("default");
    assertThat(wish.text(NewVmField.NETWORK)).isEqualTo("default");
    assertThat(wish.firstProblem(FLEET)).contains(NewVmField.NAME);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(problem(NewVmField.NAME, "web01")).contains("There is a VM of that name on h1");
    assertThat(problem(NewVmField.NAME, "a/b")).isNotEmpty();
    assertThat(problem(NewVmField.NAME, "new")).isEmpty();
    assertThat(problem(NewVmField.MEMORY, "2048")).contains("512M");
    assertThat(problem(NewVmField.MEMORY, "900G")).contains("less memory free");
    assertThat(problem(NewVmField.CPUS, "0")).isNotEmpty();
    assertThat(problem(NewVmField.CPUS, "99")).contains("The host has");
    assertThat(problem(NewVmField.DISK, "1G")).contains("The image itself has 2 GiB");
    assertThat(problem(NewVmField.USER, "Ada L")).isNotEmpty();
    assertThat(problem(NewVmField.KEY, "-----BEGIN OPENSSH PRIVATE KEY-----")).isNotEmpty();
  }

  @Test
  void choicesTurnAround() {
    NewVmWish turned = wish.turned(NewVmField.NETWORK, 1, FLEET);
    assertThat(turned.text(NewVmField.NETWORK)).isEqualTo("none");
    assertThat(turned.turned(NewVmField.NETWORK, 1, FLEET)).isEqualTo(wish);
  }

  @Test
  void aHostWithoutANetworkIsSaidToBeOne() {
    assertThat(wish.remark(NewVmField.NETWORK, FLEET)).isEmpty();
    Inventory stock = Vms.inventory();
    Fleet bare =
        FLEET.apply(
            new FleetEvent.InventoryReported("h1", new Inventory(stock.pools(), List.of())));
    NewVmWish there = NewVmWish.first(bare, "h1");
    assertThat(there.text(NewVmField.NETWORK)).isEqualTo("none");
    assertThat(there.networkless(bare)).isTrue();
    assertThat(there.remark(NewVmField.NETWORK, bare)).contains("no NIC");
  }

  @Test
  void anImageIsClonedWithASeed() {
    VmSpec spec = wish.with(NewVmField.NAME, "new").with(NewVmField.USER, "ada").spec(FLEET);
    assertThat(spec.disk())
        .isEqualTo(new RootDisk.OfImage("/var/lib/libvirt/images/base.qcow2", 0, false));
    assertThat(spec.cloudInit()).isNotNull();
    assertThat(spec.start()).isTrue();
  }

  @Test
  void aMediumIsInstalledFromOntoAnEmptyDisk() {
    NewVmWish iso = wish.turned(NewVmField.IMAGE, -1, FLEET).with(NewVmField.NAME, "new");
    VmSpec spec = iso.spec(FLEET);
    assertThat(spec.disk())
        .isEqualTo(new RootDisk.Empty(20L << 30, "/var/lib/libvirt/images/setup.iso"));
    assertThat(spec.cloudInit()).isNull();
  }
}
