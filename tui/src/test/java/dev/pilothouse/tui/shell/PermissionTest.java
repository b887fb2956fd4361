package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every role with every verb. */
class PermissionTest {

  static Stream<Arguments> everyRoleWithEveryVerb() {
    return Arrays.stream(Role.values())
        .flatMap(
            role ->
                Arrays.stream(Verb.values())
                    // Part of the dry run of 'vm create'; no word of its own.
                    .filter(verb -> verb != Verb.PREVIEW)
                    .map(verb -> Arguments.of(role, verb)));
  }

  @ParameterizedTest
  @MethodSource("everyRoleWithEveryVerb")
  void rolesDoWhatTheyMayAndNothingElse(Role role, Verb verb) {
    try (Desk desk = new Desk(Vms.vm("h1", "web01").running(Desk.NOW).build())) {
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
    return new Inventory(inventory.pools(), inventory.networks(), List.of(trashed));
  }

  private static String input(Verb verb) {
    return switch (verb) {
      case DEFINE, EDIT -> "<domain><name>new</name></domain>";
      case START, SHUTDOWN, REBOOT, RESET, FORCE_OFF, PAUSE, RESUME -> "";
      case AUTOSTART, RENAME, DELETE, XML, CREATE, CLONE, PREVIEW, TRASH, RESTORE, PURGE -> "";
    };
  }

  private static List<String> words(Verb verb) {
    List<String> words = new ArrayList<>(List.of("vm", verb.word()));
    words.addAll(
        switch (verb) {
          case DEFINE -> List.of("-");
          case EDIT -> List.of("web01", "--file", "-", "--yes");
          case AUTOSTART -> List.of("web01", "on");
          case RENAME -> List.of("web01", "web02");
          case XML -> List.of("web01");
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
        });
    return words;
  }
}
