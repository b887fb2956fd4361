package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.text.EditorScreen;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people see. Look at the files when they change. */
class ScreensTest {
  @Test
  void fleetAtTheSmallestSize() {
    Golden.check("fleet-80x24", Scenes.small(80, 24).text());
  }

  @Test
  void fleetAtAMiddlingSize() {
    Golden.check("fleet-120x40", Scenes.small(120, 40).press("Down", "Down").text());
  }

  @Test
  void fleetWithRoomToSpare() {
    Golden.check("fleet-200x60", Scenes.small(200, 60).press("Down", "Down").text());
  }

  @Test
  void filterMarksAndScope() {
    Golden.check(
        "fleet-marked-80x24",
        Scenes.small(80, 24).press("/", "'web*'", "Enter", "Space", "Space", "Tab", "Down").text());
  }

  @Test
  void menuSaysWhatCannotBeDoneAndWhy() {
    Golden.check("menu-80x24", Scenes.small(80, 24).press("G", "Enter").text());
  }

  @Test
  void viewersMaySeeOnly() {
    Golden.check("menu-viewer-80x24", Scenes.small(80, 24).as(Role.VIEWER).press("Enter").text());
  }

  @Test
  void manyTargetsTakeAPhrase() {
    Golden.check("confirm-80x24", Scenes.small(80, 24).press("*", "Enter", "f").text());
  }

  @Test
  void shutdownAsksForTheGrace() {
    Golden.check(
        "shutdown-80x24", Scenes.small(80, 24).press("/", "'web01'", "Enter", "Enter", "h").text());
  }

  @Test
  void renameChecksAsOneTypes() {
    Golden.check(
        "rename-80x24",
        Scenes.small(80, 24)
            .press("/", "'standby'", "Enter", "Enter", "n", "^U", "'cache'")
            .text());
  }

  @Test
  void details() {
    Golden.check("details-80x24", Scenes.small(80, 24).press("/", "'db-'", "Enter", "d").text());
  }

  @Test
  void help() {
    Golden.check("help-80x24", Scenes.small(80, 24).press("?").text());
  }

  @Test
  void operations() {
    OperationRecord running =
        record(
                42,
                new Operation.ShutdownVm(
                    ref("h1", "web01"),
                    java.time.Duration.ofSeconds(60),
                    Operation.ShutdownVm.AfterGrace.LEAVE),
                "web01")
            .become(step(OperationState.ACCEPTED), null, null)
            .become(step(OperationState.RUNNING), null, null)
            .withProgress(30, "42 s left for the guest");
    OperationRecord failed =
        record(41, new Operation.StartVm(ref("h2", "old-crm")), "old-crm")
            .become(step(OperationState.ACCEPTED), null, null)
            .become(
                step(OperationState.FAILED),
                new Failure(
                    ErrorCode.REFUSED, "Cannot access storage file '/srv/crm.img': No such file"),
                null);
    Stage stage = Scenes.small(80, 24).operations(running, failed);
    Golden.check("operations-80x24", stage.press("T").text());
    Golden.check("operation-80x24", stage.press("Down", "Enter").text());
  }

  @Test
  void events() {
    Stage stage =
        Scenes.small(80, 24)
            .notices(
                new Notice(
                    Stage.NOW.minusSeconds(70),
                    Notice.Severity.INFO,
                    "h1",
                    ref("h1", "web01"),
                    "web01",
                    "started (booted)"),
                new Notice(
                    Stage.NOW.minusSeconds(7),
                    Notice.Severity.ALERT,
                    "h3",
                    null,
                    "",
                    "agent not heard for 3 s"));
    Golden.check("events-80x24", stage.press("3").text());
  }

  @Test
  void sessions() {
    Golden.check("sessions-80x24", Scenes.small(80, 24).press("5").text());
  }

  @Test
  void imagesAreListedAddedAndDeleted() {
    Stage stage =
        Scenes.small(80, 24).fleet(new FleetEvent.InventoryReported("h1", Vms.inventory()));
    Golden.check("images-80x24", stage.press("7").text());
    Golden.check("images-menu-80x24", stage.press("Enter").text());
    Golden.check("images-details-80x24", stage.press("d").text());
    stage.press("Esc", "a", "'debian-12'");
    Golden.check("image-add-80x24", stage.text());
    assertThat(stage.press("Tab", "'base'").text())
        .contains("There is an image of that name on h1");
  }

  @Test
  void imagesThatTheSiteKnowsAreOfferedToo() {
    Stage stage = Scenes.small(80, 24);
    String url = "https://mirror.example/ours.qcow2";
    stage.own(new KnownImage("ours-1", "Ours 1", "x86_64", url, "sha256:00"));
    assertThat(stage.press("7", "a").text()).contains("│ ours-1 debian-13 ");
    assertThat(stage.press("'ours'").text()).contains("nor the name of a known image");
    assertThat(stage.press("'-1'").text()).doesNotContain("nor the name of a known image");
    stage.effects();
    assertThat(stage.press("Enter").effects())
        .filteredOn(Effect.Submit.class::isInstance)
        .singleElement()
        .extracting(effect -> ((Effect.Submit) effect).targets().getFirst().operation())
        .isEqualTo(
            new ImageOperation.AddImage(
                "h1",
                "ours-1",
                new ImageOperation.Source.FromUrl(url, "sha256:00"),
                "Ours 1",
                "x86_64",
                false));
  }

  @Test
  void aListOfManyKnownImagesIsNarrowedByWhatIsTyped() {
    Stage stage = Scenes.small(80, 24);
    stage.own(
        IntStream.range(0, 40)
            .mapToObj(i -> new KnownImage("site-" + i, "", "x86_64", "https://a/" + i, ""))
            .toArray(KnownImage[]::new));
    assertThat(stage.press("7", "a", "'debian'").text()).contains("│ debian-13 debian-12 ");
  }

  @Test
  void anImageIsMadeOfARunningVmThatStops() {
    Golden.check(
        "image-make-80x24",
        Scenes.small(80, 24).press("/", "'db-primary'", "Enter", "Enter", "i", "'golden'").text());
  }

  @Test
  void editor() {
    String xml =
        """
        <domain type='qemu'>
          <name>web01</name>
          <memory unit='MiB'>128</memory>
        </domain>
        """;
    Stage stage =
        Scenes.small(80, 24).open(EditorScreen.of(ref("h1", "web01"), "web01", xml, xml, false));
    Golden.check("editor-80x24", stage.press("Down", "Down", "End", "'x'").text());
    Golden.check("editor-review-80x24", stage.press("^S").text());
  }

  @Test
  void firstPaintSaysWhatItWaitsFor() {
    assertThat(new Stage(80, 24).waiting(false).text()).contains("Waiting for Redis");
    assertThat(new Stage(80, 24).waiting(true).text()).contains("Reading the fleet");
  }

  @Test
  void anEmptyFleetSaysWhatToDo() {
    Golden.check("empty-no-host-80x24", new Stage(80, 24).text());
    Stage hosts =
        new Stage(80, 24)
            .fleet(
                new FleetEvent.HostReported("h1", Vms.facts(), Stage.NOW),
                new FleetEvent.HostReported("h2", Vms.facts(), Stage.NOW.minusSeconds(300)),
                new FleetEvent.PresenceChanged("h2", Presence.OFFLINE));
    Golden.check("empty-no-vm-80x24", hosts.text());
    assertThat(hosts.press("Tab", "Down").text()).contains("no VM on h1", "--host h1");
    assertThat(hosts.press("Down").text()).contains("on h2: it is offline", "5m ago");
  }

  @Test
  void aFilterThatMatchesNothingSaysHowToEndIt() {
    Stage stage = Scenes.small(80, 24).press("/", "'state:crashed name:web*'", "Enter");
    assertThat(stage.text()).contains("Nothing matches /state:crashed name:web*", "Esc ends");
    assertThat(stage.press("Esc").text()).contains("VMs 11");
  }

  @Test
  void aMessageThatDoesNotFitCanBeReadWhole() {
    String why = "The storage pool of a name that is long says that it has no room left. ";
    Stage stage = Scenes.small(80, 24).open(new Saying(why + "Make room, then try again."));
    assertThat(stage.press("x").text()).contains("long says", "… m more").doesNotContain("Make");
    assertThat(stage.press("m").text().replaceAll("\\s+", " ")).contains(why + "Make room, then");
  }

  /** Says something when a key is pressed. */
  private record Saying(String text) implements Screen {
    @Override
    public String title() {
      return "Saying";
    }

    @Override
    public Step update(Msg msg, World world) {
      return msg instanceof Msg.Key
          ? Step.of(this, new Effect.Say(text, Effect.Tone.ERROR))
          : Step.of(this);
    }

    @Override
    public void view(Frame frame, Rect area, World world) {
      // Nothing to see: the message is beneath.
    }

    @Override
    public List<Binding> bindings(World world) {
      return List.of();
    }
  }

  @Test
  void aLongQuestionIsWrappedAndScrolled() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Shut down: 30 VMs, and this line is far too long for a dialog on 80 columns, so it"
            + " must go on.");
    for (int i = 1; i <= 30; i++) {
      lines.add("  vm" + i);
    }
    Stage stage = Scenes.small(80, 24).open(Confirm.of("Shut down", lines, "", true, List.of()));
    Golden.check("confirm-long-80x24", stage.text());
    assertThat(stage.press("PgDn", "PgDn", "PgDn").text())
        .contains("vm30")
        .doesNotContain("more lines");
  }

  @Test
  void anySizeCanBePainted() {
    for (int columns = 1; columns < 60; columns += 3) {
      for (int rows = 1; rows < 12; rows++) {
        Stage stage = Scenes.small(columns, rows);
        stage.press("Enter").text();
        stage.press("Esc", "d").text();
        stage.press("Esc", ":", "'vm'").text();
      }
    }
    assertThat(Vms.facts()).isNotNull();
  }

  private static OperationRecord record(long number, Operation operation, String name) {
    return OperationRecord.submitted(
        new UUID(0, number),
        number,
        operation,
        name,
        new Principal("ada", Role.ADMIN, "ssh 10.0.0.7"),
        Stage.NOW.minusSeconds(18),
        Stage.NOW.plusSeconds(42));
  }

  private static OperationRecord.Step step(OperationState state) {
    return new OperationRecord.Step(state, Stage.NOW.minusSeconds(18), "h1", "");
  }
}
