package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every role with every verb. */
class PermissionTest {

  static Stream<Arguments> everyRoleWithEveryVerb() {
    return Arrays.stream(Role.values())
        .flatMap(role -> Arrays.stream(Verb.values()).map(verb -> Arguments.of(role, verb)));
  }

  @ParameterizedTest
  @MethodSource("everyRoleWithEveryVerb")
  void rolesDoWhatTheyMayAndNothingElse(Role role, Verb verb) {
    try (Desk desk = new Desk(Vms.vm("h1", "web01").running(Desk.NOW).build())) {
      desk.fleet().agent("h1").publish(new FleetEvent.InventoryReported("h1", Vms.inventory()));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !desk.fleet().room().fleet().inventory("h1").images().isEmpty());
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

  private static String input(Verb verb) {
    return switch (verb) {
      case DEFINE, EDIT -> "<domain><name>new</name></domain>";
      case START, SHUTDOWN, REBOOT, RESET, FORCE_OFF, PAUSE, RESUME -> "";
      case AUTOSTART, RENAME, DELETE, XML -> "";
      case IMAGE_ADD, IMAGE_MAKE, IMAGE_RM -> "";
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
          case XML -> List.of("web01");
          case START, SHUTDOWN, REBOOT, RESET, FORCE_OFF, PAUSE, RESUME, DELETE ->
              List.of("web01", "--yes");
          case IMAGE_ADD -> List.of("debian-12");
          case IMAGE_MAKE -> List.of("web01", "golden", "--shutdown", "--yes");
          case IMAGE_RM -> List.of("base", "--yes");
        });
    return words;
  }
}
