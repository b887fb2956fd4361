package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every role with every verb. */
class PermissionTest {

  private static final Vm WEB =
      Vms.vm("h1", "web01")
          .running(Desk.NOW)
          .disks(
              new Disk(
                  "vda", "virtio", "disk", "/var/lib/libvirt/images/web01.qcow2", "qcow2", false),
              new Disk("sda", "sata", "cdrom", "", "raw", true))
          .nics(new Nic("52:54:00:00:00:01", "virtio", "network:default", List.of()))
          .build();

  /** Parts of other verbs, and what is no command of the shell. */
  private static final Set<Verb> NO_WORDS =
      EnumSet.of(
          Verb.PREVIEW,
          Verb.MIGRATE_PLAN,
          Verb.CONSOLE, // who may not type watches
          Verb.CONSOLE_WATCH,
          Verb.OPEN_DISPLAY,
          Verb.OPEN_PORT);

  static Stream<Arguments> everyRoleWithEveryVerb() {
    return Arrays.stream(Role.values())
        .flatMap(
            role ->
                Arrays.stream(Verb.values())
                    .filter(verb -> !NO_WORDS.contains(verb))
                    .map(verb -> Arguments.of(role, verb)));
  }

  @ParameterizedTest
  @MethodSource("everyRoleWithEveryVerb")
  void rolesDoWhatTheyMayAndNothingElse(Role role, Verb verb) {
    // Only who migrates needs another host; with two, others would have to say which.
    try (Desk desk =
        verb == Verb.MIGRATE ? new Desk(WEB, Vms.vm("h2", "other").build()) : new Desk(WEB)) {
      desk.fleet().agent("h1").publish(new FleetEvent.InventoryReported("h1", stock()));
      await().until(() -> !desk.fleet().room().fleet().inventory("h1").trash().isEmpty());
      Desk.Outcome outcome = desk.runAs(role, input(verb), words(verb).toArray(String[]::new));

      if (role.allows(verb.permission())) {
        assertThat(outcome.status()).as(outcome.err()).isNotEqualTo(4);
        assertThat(desk.fleet().agent("h1").executed()).isNotEmpty();
      } else {
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err())
            .contains(verb.permission().name(), role.name(), "Ask an admin for the permission.");
        assertThat(outcome.out()).isEmpty();
        assertThat(desk.fleet().agent("h1").executed()).isEmpty();
      }
    }
  }

  private static Inventory stock() {
    Inventory inventory = Vms.inventory();
    VmRef old = new VmRef("h1", new UUID(7, 7));
    TrashedVm trashed =
        new TrashedVm(old, "web01", "ada", Desk.NOW, Desk.NOW.plusSeconds(60), 0, List.of());
    return new Inventory(
        inventory.pools(), inventory.networks(), inventory.images(), List.of(trashed));
  }

  private static String input(Verb verb) {
    return switch (verb) {
      case DEFINE, EDIT -> "<domain><name>new</name></domain>";
      case START, SHUTDOWN, REBOOT, RESET, FORCE_OFF, PAUSE, RESUME -> "";
      case AUTOSTART, RENAME, DELETE, XML, CREATE, CLONE, PREVIEW, TRASH, RESTORE, PURGE -> "";
      case NET_CREATE, NET_START, NET_STOP, NET_DELETE, NET_AUTOSTART -> "";
      case POOL_CREATE, POOL_START, POOL_STOP, POOL_REFRESH, POOL_AUTOSTART, POOL_DELETE -> "";
      case DISK_CREATE, DISK_ATTACH, DISK_DETACH, DISK_GROW, DISK_DELETE -> "";
      case NIC_ADD, NIC_REMOVE, NIC_SET, NIC_UP, NIC_DOWN -> "";
      case DISK_MOVE, DISK_SET -> "";
      case SET, INSERT, EJECT -> "";
      case SNAPSHOT_LIST, SNAPSHOT_CREATE, SNAPSHOT_REVERT, SNAPSHOT_DELETE -> "";
      case IMAGE_ADD, IMAGE_MAKE, IMAGE_RM -> "";
      case MIGRATE, MIGRATE_PLAN, MIGRATION_SET, MIGRATION_POST_COPY -> "";
      case HOST_DRAIN, HOST_UNDRAIN -> "";
      case CONSOLE, CONSOLE_WATCH, OPEN_DISPLAY, OPEN_PORT -> "";
    };
  }

  private static List<String> words(Verb verb) {
    List<String> words = new ArrayList<>(List.of(verb.noun(), verb.word()));
    words.addAll(
        switch (verb) {
          case DEFINE -> List.of("-");
          case EDIT -> List.of("web01", "--file", "-", "--yes");
          case AUTOSTART -> List.of("web01", "on");
          case RENAME -> List.of("web01", "web02");
          case NET_CREATE -> List.of("lab", "--address", "192.168.50.1/24");
          case NET_START, NET_STOP, NET_DELETE -> List.of("default", "--yes");
          case NET_AUTOSTART -> List.of("default", "on");
          case XML, EJECT, SNAPSHOT_LIST, SNAPSHOT_CREATE -> List.of("web01");
          case SET -> List.of("web01", "--cpu", "2");
          case INSERT -> List.of("web01", "/iso/debian.iso");
          case SNAPSHOT_REVERT, SNAPSHOT_DELETE -> List.of("web01", "s1", "--yes");
          case CREATE -> List.of("new", "--image", "base");
          case PREVIEW -> List.of("new", "--image", "base", "--dry-run");
          case CLONE -> List.of("web01", "new");
          case START,
              SHUTDOWN,
              REBOOT,
              RESET,
              FORCE_OFF,
              PAUSE,
              RESUME,
              DELETE,
              TRASH,
              RESTORE,
              PURGE ->
              List.of("web01", "--yes");
          case POOL_CREATE -> List.of("fast", "--path", "/srv/fast");
          case POOL_START, POOL_REFRESH -> List.of("default");
          case POOL_STOP, POOL_DELETE -> List.of("default", "--yes");
          case POOL_AUTOSTART -> List.of("default", "on");
          case DISK_CREATE -> List.of("web01", "--size", "1G");
          case DISK_ATTACH -> List.of("web01", "default/setup.iso");
          case DISK_DETACH -> List.of("web01", "vda", "--yes");
          case DISK_GROW -> List.of("web01", "vda", "40G");
          case DISK_MOVE -> List.of("web01", "vda", "default");
          case DISK_SET -> List.of("web01", "vda", "--iops", "500");
          case DISK_DELETE -> List.of("default/setup.iso", "--yes");
          case NIC_ADD -> List.of("web01");
          case NIC_REMOVE, NIC_UP, NIC_DOWN -> List.of("web01", "1", "--yes");
          case NIC_SET -> List.of("web01", "1", "--model", "e1000e", "--yes");
          case IMAGE_ADD -> List.of("debian-12");
          case IMAGE_MAKE -> List.of("web01", "golden", "--shutdown", "--yes");
          case IMAGE_RM -> List.of("base", "--yes");
          case MIGRATE, MIGRATE_PLAN -> List.of("web01", "--to", "h2");
          case MIGRATION_SET -> List.of("web01", "--bandwidth", "50M");
          case MIGRATION_POST_COPY -> List.of("web01", "--yes");
          case HOST_DRAIN, HOST_UNDRAIN -> List.of("h1", "--yes");
          case CONSOLE, CONSOLE_WATCH, OPEN_DISPLAY, OPEN_PORT -> List.of("web01");
        });
    return words;
  }
}
