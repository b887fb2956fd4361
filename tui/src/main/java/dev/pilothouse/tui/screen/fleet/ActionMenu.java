package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.console.ConsoleScreen;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.dialog.Menu;
import dev.pilothouse.tui.screen.image.MakeImageForm;
import dev.pilothouse.tui.screen.migration.DestinationScreen;
import dev.pilothouse.tui.screen.migration.MigrationScreen;
import dev.pilothouse.tui.screen.network.NicsScreen;
import dev.pilothouse.tui.screen.storage.DisksScreen;
import dev.pilothouse.tui.screen.vm.ConfigureForm;
import dev.pilothouse.tui.screen.vm.SnapshotsScreen;
import dev.pilothouse.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds what Enter opens on VMs: the menu of actions, and the questions behind each. */
final class ActionMenu {
  /** From this many VMs on, losing data takes a typed phrase. */
  private static final int MANY = 2;

  private ActionMenu() {}

  static Screen of(Selection selection, World world) {
    List<Menu.Choice> choices = new ArrayList<>();
    OperationRecord move =
        selection.single() ? world.moves().of(selection.vms().getFirst().ref().uuid()) : null;
    if (move != null) {
      choices.add(
          new Menu.Choice(
              "w",
              "Watch its migration",
              "",
              List.of(new Effect.Open(MigrationScreen.of(move.number())))));
    }
    for (VmAction action : VmAction.values()) {
      choices.add(choice(action, selection, world));
    }
    if (selection.single()) {
      Vm vm = selection.vms().getFirst();
      choices.add(console("l", "Serial console", vm, Face.SERIAL, world));
      choices.add(console("v", "Screen (its graphics as text)", vm, Face.SCREEN, world));
      choices.add(
          new Menu.Choice(
              "d", "Details", "", List.of(new Effect.Open(new DetailsScreen(vm.ref(), 0)))));
      choices.add(
          new Menu.Choice(
              "y", "Show XML", "", List.of(new Effect.OpenXml(vm.ref(), vm.name(), false))));
      choices.add(
          new Menu.Choice("D", "Disks...", "", List.of(new Effect.Open(DisksScreen.of(vm.ref())))));
      choices.add(
          new Menu.Choice("N", "NICs...", "", List.of(new Effect.Open(NicsScreen.of(vm.ref())))));
    }
    return Menu.of(selection.what(), choices);
  }

  private static Menu.Choice console(String key, String label, Vm vm, Face face, World world) {
    boolean typing = world.who().may(Permission.OPERATE);
    ConsoleTarget target = new ConsoleTarget(vm.ref().uuid(), vm.name(), face, typing);
    return new Menu.Choice(key, label, "", ConsoleScreen.open(target));
  }

  private static Menu.Choice choice(VmAction action, Selection selection, World world) {
    String disabled = disabled(action, selection, world);
    return new Menu.Choice(
        action.key(),
        action.label(),
        disabled,
        disabled.isEmpty() ? effects(action, selection, world) : List.of());
  }

  private static List<Effect> effects(VmAction action, Selection selection, World world) {
    Effect effect = effect(action, selection, world);
    return effect instanceof Effect.Open open && open.screen() instanceof SnapshotsScreen snapshots
        ? List.of(effect, snapshots.read())
        : List.of(effect);
  }

  /** Why nobody in the selection can have this action; empty when at least one can. */
  private static String disabled(VmAction action, Selection selection, World world) {
    Verb verb = action.verb();
    if (!world.who().may(verb.permission())) {
      return "needs the permission to " + verb.permission().name().toLowerCase(Locale.ROOT);
    }
    if (action.single() && !selection.single()) {
      return "one VM at a time";
    }
    String reason = "";
    for (Vm vm : selection.vms()) {
      reason = unfit(action, vm, world);
      if (reason.isEmpty()) {
        return "";
      }
    }
    return reason;
  }

  private static String unfit(VmAction action, Vm vm, World world) {
    boolean moves = world.moves().of(vm.ref().uuid()) != null;
    return action == VmAction.MIGRATE && moves ? "it migrates already" : action.unfit(vm);
  }

  private static Effect effect(VmAction action, Selection selection, World world) {
    List<Vm> fit =
        selection.vms().stream().filter(vm -> unfit(action, vm, world).isEmpty()).toList();
    Vm first = fit.getFirst();
    return switch (action) {
      case CONFIGURE -> new Effect.Open(ConfigureForm.of(first));
      case SNAPSHOTS -> new Effect.Open(SnapshotsScreen.of(first.ref(), first.name()));
      case RENAME ->
          new Effect.Open(new RenameForm(first.ref(), first.name(), TextField.of(first.name())));
      case EDIT -> new Effect.OpenXml(first.ref(), first.name(), true);
      case SHUTDOWN ->
          new Effect.Open(
              new ShutdownForm(
                  fit, what(fit, selection), (int) VmAction.GRACE.toSeconds(), AfterGrace.LEAVE));
      case MAKE_IMAGE -> new Effect.Open(MakeImageForm.of(first));
      case MIGRATE -> new Effect.Open(DestinationScreen.of(fit));
      case START,
          PAUSE,
          RESUME,
          AUTOSTART_ON,
          AUTOSTART_OFF,
          REBOOT,
          RESET,
          FORCE_OFF,
          TRASH,
          DELETE ->
          asked(action, fit, selection);
    };
  }

  private static Effect asked(VmAction action, List<Vm> fit, Selection selection) {
    List<Effect.Target> targets =
        fit.stream().map(vm -> new Effect.Target(action.on(vm), vm.name())).toList();
    Effect submit = new Effect.Submit(action.verb().title(), targets, "");
    boolean danger = action.verb().risk() == Verb.Risk.DATA;
    boolean asks = danger || action.verb().risk() == Verb.Risk.SERVICE || fit.size() > 1;
    if (!asks) {
      return submit;
    }
    List<String> lines = new ArrayList<>();
    if (fit.size() == 1) {
      lines.add(
          action
              .on(fit.getFirst())
              .sentence(fit.getFirst().name() + " on " + fit.getFirst().host()));
    } else {
      lines.add(action.label() + ": " + what(fit, selection) + ".");
      int skipped = selection.vms().size() - fit.size();
      if (skipped > 0) {
        lines.add(skipped + " more cannot be: " + reasonOfOthers(action, selection));
      }
      fit.forEach(
          vm -> lines.add("  " + vm.name() + "  (" + vm.host() + ", " + vm.state().word() + ")"));
    }
    lines.add(action.on(fit.getFirst()).inverse().said());
    String phrase = danger && fit.size() >= MANY ? action.verb().title() + " " + fit.size() : "";
    return new Effect.Open(Confirm.of(action.label(), lines, phrase, danger, List.of(submit)));
  }

  private static String reasonOfOthers(VmAction action, Selection selection) {
    return selection.vms().stream()
        .map(action::unfit)
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String what(List<Vm> fit, Selection selection) {
    int hidden = fit.size() == selection.vms().size() ? selection.hidden() : 0;
    return new Selection(fit, hidden).what();
  }
}
