package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.fleet.FleetScreen;
import dev.pilothouse.tui.screen.text.EditorScreen;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Key + state = state + effects, on the main view. Rows by name: build cache db-primary evil mail
 * old-crm standby web...
 */
class FleetKeysTest {
  private final Stage stage = Scenes.small(80, 24);

  private FleetScreen fleet() {
    return (FleetScreen) stage.stack().screens().getFirst();
  }

  private List<Operation> submitted() {
    return stage.effects().stream()
        .filter(Effect.Submit.class::isInstance)
        .flatMap(effect -> ((Effect.Submit) effect).targets().stream())
        .map(Effect.Target::operation)
        .toList();
  }

  @Test
  void theCursorStaysOnItsVmWhenRowsComeAndGo() {
    stage.press("Down", "Down");
    VmRef on = ref("h1", "db-primary");
    assertThat(fleet().vms().on()).isEqualTo(on);
    stage.fleet(new FleetEvent.VmGone(ref("h1", "build")));
    assertThat(fleet().vms().on()).isEqualTo(on);
    assertThat(fleet().vms().index()).isEqualTo(1);
  }

  @Test
  void whenItsVmGoesTheCursorStaysOnItsRow() {
    stage.press("Down", "Down").fleet(new FleetEvent.VmGone(ref("h1", "db-primary")));
    assertThat(fleet().vms().index()).isEqualTo(2);
    assertThat(fleet().vms().on()).isNotEqualTo(ref("h1", "db-primary"));
  }

  @Test
  void countsBeginWithZero() {
    stage.press("0", "3", "j");
    assertThat(fleet().vms().index()).isEqualTo(3);
    stage.press("k");
    assertThat(fleet().vms().index()).isEqualTo(2);
    stage.press("0", "1", "0", "G");
    assertThat(fleet().vms().index()).isEqualTo(9);
    stage.press("g");
    assertThat(fleet().vms().index()).isZero();
  }

  @Test
  void marksGoByIdentityAndSurviveFilterAndSort() {
    stage.press("Space", "Space", "o", "/", "'web*'", "Enter");
    assertThat(fleet().marks()).containsExactlyInAnyOrder(ref("h1", "build"), ref("h3", "cache"));
    assertThat(stage.press("Enter").text()).contains("2 VMs, 2 of them hidden by the filter");
  }

  @Test
  void aRangeMarksFromHereToThere() {
    stage.press("V", "Down", "Down", "V");
    assertThat(fleet().marks()).hasSize(3);
    stage.press("*");
    assertThat(fleet().marks()).hasSize(8);
    stage.press("U");
    assertThat(fleet().marks()).isEmpty();
  }

  @Test
  void escapePeelsOneLayerAtATime() {
    stage.press("Tab", "Down", "Tab", "/", "'web'", "Enter", "Space", "V");
    stage.press("Esc");
    assertThat(fleet().rangeFrom()).isEqualTo(-1);
    stage.press("Esc");
    assertThat(fleet().marks()).isEmpty();
    assertThat(fleet().filter().isEmpty()).isFalse();
    stage.press("Esc");
    assertThat(fleet().filter().isEmpty()).isTrue();
    assertThat(fleet().hosts().on()).isEqualTo("h1");
    stage.press("Esc");
    assertThat(stage.text()).contains("VMs 11");
  }

  @Test
  void hostsScopeTheListOfVms() {
    stage.press("Tab", "Down", "Down");
    assertThat(stage.text()).contains("VMs on h2 4").doesNotContain("db-primary");
  }

  @Test
  void aFilterThatIsBeingTypedCanBeTakenBack() {
    stage.press("/", "'host:h2'");
    assertThat(stage.text()).contains("VMs 4");
    stage.press("Esc");
    assertThat(fleet().filter().isEmpty()).isTrue();
    stage.press("/", "'nonsense:x'");
    assertThat(stage.press("Enter").top().title()).isEqualTo("Filter");
  }

  @Test
  void nothingHappensOnBareLetters() {
    for (String key : "abcefhilmnprstuvwxzABCDEFHIJKLMNPQRSWXYZ".split("")) {
      Stage fresh = Scenes.small(80, 24);
      fresh.press(key);
      assertThat(fresh.effects()).as(key).noneMatch(effect -> effect instanceof Effect.Submit);
    }
  }

  @Test
  void aSingleStartIsSubmittedAtOnce() {
    stage.press("/", "'standby'", "Enter", "Enter", "s");
    assertThat(submitted()).containsExactly(new Operation.StartVm(ref("h3", "standby")));
    assertThat(stage.stack().screens()).hasSize(1);
  }

  @Test
  void forceOffAsksAndNoMeansNo() {
    stage.press("/", "'web01'", "Enter", "Enter", "f", "n");
    assertThat(submitted()).isEmpty();
    stage.press("Enter", "f", "Enter");
    assertThat(submitted()).isEmpty();
    stage.press("y");
    assertThat(submitted()).containsExactly(new Operation.ForceOffVm(ref("h1", "web01")));
  }

  @Test
  void manyTargetsTakeThePhraseExactly() {
    stage.press("*", "Enter", "f", "'force-off 7'", "Enter");
    assertThat(submitted()).isEmpty();
    stage.press("Backspace", "'8'", "Enter");
    assertThat(submitted()).hasSize(8).allMatch(op -> op instanceof Operation.ForceOffVm);
  }

  @Test
  void shutdownTakesItsGraceAndWhatComesAfter() {
    stage.press("/", "'web01'", "Enter", "Enter", "h", "+", "Space", "Enter");
    assertThat(submitted())
        .containsExactly(
            new Operation.ShutdownVm(
                ref("h1", "web01"), Duration.ofSeconds(90), AfterGrace.FORCE_OFF));
  }

  @Test
  void renameRefusesNamesThatAreTaken() {
    stage.press("/", "'standby'", "Enter", "Enter", "n", "^U", "'cache'", "Enter");
    assertThat(submitted()).isEmpty();
    stage.press("'2'", "Enter");
    assertThat(submitted())
        .containsExactly(new Operation.RenameVm(ref("h3", "standby"), "standby", "cache2"));
  }

  @Test
  void theXmlIsAskedForToReadOrToEdit() {
    stage.press("y");
    assertThat(stage.effects()).contains(new Effect.OpenXml(ref("h1", "build"), "build", false));
    stage.press("Enter", "e");
    assertThat(stage.effects()).contains(new Effect.OpenXml(ref("h1", "build"), "build", true));
  }

  @Test
  void viewsReplaceEachOtherAndTheFleetStaysAsItWas() {
    stage.press("Down", "Space", "T", "3", "5", "1");
    assertThat(stage.stack().screens()).hasSize(1);
    assertThat(fleet().marks()).hasSize(1);
    stage.press("q");
    assertThat(stage.effects()).contains(new Effect.Quit());
  }

  @Test
  void anEditorWithChangesAsksBeforeItGoes() {
    stage.open(EditorScreen.of(ref("h1", "web01"), "web01", "<domain/>", "<domain/>", false));
    stage.press("x", "Esc", "n");
    assertThat(stage.top().title()).isEqualTo("Edit web01");
    stage.press("Esc", "y");
    assertThat(stage.top()).isInstanceOf(FleetScreen.class);
  }
}
