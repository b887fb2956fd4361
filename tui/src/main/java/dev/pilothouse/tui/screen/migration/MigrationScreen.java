package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.StartPostCopy;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Homes;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.theme.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One migration, from its first look to how it ended.
 *
 * @param number of its operation
 * @param sweep its rates; null before there were any
 * @param seen the figures that are in {@code sweep} already
 */
public record MigrationScreen(long number, @Nullable Sweep sweep, @Nullable MigrationFigures seen)
    implements Screen {
  public static MigrationScreen of(long number) {
    return new MigrationScreen(number, null, null);
  }

  @Override
  public String title() {
    return "Migration";
  }

  @Override
  public Step update(Msg msg, World world) {
    MigrationScreen now = looked(world);
    return msg instanceof Msg.Key key ? now.dispatch(key.name(), world) : Step.of(now);
  }

  private MigrationScreen looked(World world) {
    OperationRecord record = record(world);
    if (record == null || record.state().terminal()) {
      return this;
    }
    MigrationFigures figures = record.figures();
    if (figures == null || figures.equals(seen)) {
      return this;
    }
    long second = world.now().getEpochSecond();
    Sweep with =
        sweep == null
            ? Sweep.of(figures.rates(), second)
            : sweep.with(second, Rounded.rate(figures.rates()));
    return new MigrationScreen(number, with, figures);
  }

  @Nullable OperationRecord record(World world) {
    return world.operations().stream().filter(r -> r.number() == number).findFirst().orElse(null);
  }

  @Override
  public List<Binding> bindings(World world) {
    OperationRecord record = record(world);
    List<Binding> all = new ArrayList<>();
    if (record != null && record.operation() instanceof MigrateVm migrate) {
      all.addAll(
          record.state().terminal()
              ? afterwards(record, migrate, world)
              : meanwhile(record, migrate, world));
    }
    all.add(Binding.of("Esc q", "back", "back", () -> Step.of(this, new Effect.Close())));
    return all;
  }

  private List<Binding> meanwhile(OperationRecord record, MigrateVm migrate, World world) {
    String late = under(record, Phase.SWITCHING, Phase.POST_COPY, Phase.FINISHING);
    String unset = first(OperationChoice.missing(Verb.MIGRATION_SET, world), late);
    return List.of(
        limit("b", "bandwidth", "limit its bandwidth", LimitForm.Limit.BANDWIDTH, record)
            .unless(unset),
        limit("t", "downtime", "how long it may stand still", LimitForm.Limit.DOWNTIME, record)
            .unless(unset),
        Binding.of(
                "p",
                "post-copy",
                "let it run at its destination before its memory is there",
                () ->
                    open(
                        OperationChoice.asked(
                            new StartPostCopy(migrate.vm()), record.targetName(), "Post-copy")))
            .unless(unready(record, migrate, world)),
        Binding.of("c", "cancel", "cancel it, after a question", () -> open(cancel(record)))
            .unless(uncancellable(record, world)));
  }

  private List<Binding> afterwards(OperationRecord record, MigrateVm migrate, World world) {
    Vm vm = Homes.find(world.fleet(), migrate.vm());
    return record.failure() == null || vm == null
        ? List.of()
        : List.of(
            Binding.of(
                    "R",
                    "plan again",
                    "plan it again, of what is now",
                    () -> again(vm, migrate, world))
                .unless(OperationChoice.missing(Verb.MIGRATE, world)));
  }

  private Step again(Vm vm, MigrateVm migrate, World world) {
    Destination to =
        Destination.again(vm, migrate.to().host(), "It was to go there before.", world.fleet());
    return new Step(this, PlanScreen.open(to, migrate.options()));
  }

  private Step open(Effect effect) {
    return Step.of(this, effect);
  }

  private Binding limit(
      String key, String label, String help, LimitForm.Limit limit, OperationRecord record) {
    return Binding.of(
        key,
        label,
        help,
        () ->
            open(
                new Effect.Open(
                    LimitForm.of(
                        ((MigrateVm) record.operation()).vm(),
                        record.targetName(),
                        limit,
                        record.figures()))));
  }

  /**
   * Why nothing can be changed: it does not run, or is in one of {@code late}; empty when it can.
   */
  private static String under(OperationRecord record, Phase... late) {
    MigrationFigures figures = record.figures();
    if (record.state() != OperationState.RUNNING || figures == null) {
      return "The migration has not begun yet.";
    }
    return List.of(late).contains(figures.phase())
        ? "It is too late for that: " + MigrationWords.phase(record) + "."
        : "";
  }

  private static String unready(OperationRecord record, MigrateVm migrate, World world) {
    MigrationFigures figures = record.figures();
    String over = under(record, Phase.SWITCHING, Phase.POST_COPY, Phase.FINISHING);
    String early =
        figures != null && figures.phase() != Phase.MEMORY
            ? "Post-copy is for memory, which is not being copied yet."
            : "";
    return first(
        OperationChoice.missing(Verb.MIGRATION_POST_COPY, world),
        first(over, migrate.options().postCopy() ? early : "It was begun without post-copy."));
  }

  private static String uncancellable(OperationRecord record, World world) {
    MigrationFigures figures = record.figures();
    boolean gone =
        figures != null
            && (figures.phase() == Phase.POST_COPY || figures.phase() == Phase.FINISHING);
    String late = gone ? "It runs at its destination already: there is no way back." : "";
    return first(
        OperationChoice.missing(Verb.MIGRATE, world),
        record.cancelRequested() ? "That has been asked for already." : late);
  }

  private static String first(String a, String b) {
    return a.isEmpty() ? b : a;
  }

  private static Effect cancel(OperationRecord record) {
    MigrateVm migrate = (MigrateVm) record.operation();
    String name = record.targetName();
    return new Effect.Open(
        Confirm.of(
            "Cancel",
            List.of(
                "Cancel the migration of " + name + " to " + migrate.to().host() + ".",
                name + " goes on on " + migrate.vm().host() + " as if nothing had been."),
            "",
            false,
            List.of(new Effect.Cancel(record.number()))));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    OperationRecord record = record(world);
    if (record == null || !(record.operation() instanceof MigrateVm)) {
      frame.put(
          area.row(),
          1,
          area.columns() - 1,
          "It is no longer among the newest operations.",
          world.theme().style(Role.DIM));
    } else {
      new MigrationView(frame, area.after(1), world).paint(record, sweep);
    }
  }
}
