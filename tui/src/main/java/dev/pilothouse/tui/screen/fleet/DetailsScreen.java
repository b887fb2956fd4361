package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.Homes;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.migration.MigrationScreen;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything known of one VM, with what was done to it lately. */
record DetailsScreen(VmRef ref, int top) implements Screen {
  @Override
  public String title() {
    return "VM";
  }

  @Override
  public Step update(Msg msg, World world) {
    DetailsScreen now = new DetailsScreen(Homes.follow(world.fleet(), ref), top);
    return msg instanceof Msg.Key key ? now.dispatch(key.name(), world) : Step.of(now);
  }

  @Override
  public List<Binding> bindings(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    String gone = vm == null ? "The VM is gone." : "";
    List<Binding> all = new ArrayList<>();
    all.add(
        Binding.of(
                "Enter",
                "actions",
                "what can be done with it",
                () ->
                    Step.of(
                        this,
                        new Effect.Open(
                            ActionMenu.of(new Selection(List.of(vm(world)), 0), world))))
            .unless(gone));
    all.add(
        Binding.of(
                "y",
                "XML",
                "its XML",
                () -> Step.of(this, new Effect.OpenXml(ref, vm(world).name(), false)))
            .unless(gone));
    OperationRecord move = world.moves().of(ref.uuid());
    if (move != null) {
      all.add(
          Binding.of(
              "w",
              "watch",
              "watch its migration",
              () -> Step.of(this, new Effect.Open(MigrationScreen.of(move.number())))));
    }
    all.add(Binding.of("j Down", "", "down", () -> scrolled(1, world)));
    all.add(Binding.of("k Up", "", "up", () -> scrolled(-1, world)));
    all.add(
        Binding.of("PgDn Space", "", "a page down", () -> scrolled(world.bodyRows() - 1, world)));
    all.add(Binding.of("PgUp", "", "a page up", () -> scrolled(1 - world.bodyRows(), world)));
    all.add(
        Binding.of("Esc q d", "back", "back to the list", () -> Step.of(this, new Effect.Close())));
    return all;
  }

  private Vm vm(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    if (vm == null) {
      throw new IllegalStateException("bindings that need the VM are disabled without it");
    }
    return vm;
  }

  private Step scrolled(int by, World world) {
    int most = Math.max(0, rows(world).size() - world.bodyRows());
    return Step.of(new DetailsScreen(ref, Math.max(0, Math.min(top + by, most))));
  }

  private List<Fact> rows(World world) {
    return Fact.rows(facts(world), world.columns() - 2);
  }

  private List<Fact> facts(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    if (vm == null) {
      return List.of(new Fact("", Homes.absence(world, ref), Role.WARNING));
    }
    List<Fact> lines = new ArrayList<>(DetailLines.of(vm, world));
    for (OperationRecord record : world.operations()) {
      if (record.operation() instanceof Operation.OnVm on && on.vm().uuid().equals(ref.uuid())) {
        String ago = Figures.since(record.submittedAt(), world.now());
        lines.add(
            new Fact(
                "op " + record.number(),
                record.operation().verb().title()
                    + " by "
                    + record.principal().name()
                    + " "
                    + ago
                    + " ago: "
                    + record.state().name().toLowerCase(Locale.ROOT),
                Role.TEXT));
      }
    }
    for (Notice notice : world.notices().reversed()) {
      if (notice.vm() != null && notice.vm().uuid().equals(ref.uuid())) {
        String ago = Figures.since(notice.at(), world.now());
        lines.add(
            new Fact("event", notice.host() + " " + ago + " ago: " + notice.what(), Role.TEXT));
      }
    }
    return lines;
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<Fact> rows = rows(world);
    int first = Math.max(0, Math.min(top, rows.size() - area.rows()));
    for (int i = 0; i < area.rows() && first + i < rows.size(); i++) {
      rows.get(first + i).paint(frame, area.line(i).after(1), world.theme());
    }
  }
}
