package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.output.SessionView;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All verbs there are. */
public final class Verbs {
  private Verbs() {}

  public static List<Command> all() {
    return Stream.of(
            HostVerbs.all(),
            VmVerbs.all(),
            VmOperations.all(),
            VmDefinitions.all(),
            List.of(VmEdit.command()),
            VmSettingsVerbs.all(),
            SnapshotVerbs.all(),
            OpVerbs.all(),
            EventVerbs.all(),
            NetVerbs.all(),
            NicVerbs.all(),
            PoolVerbs.all(),
            DiskVerbs.all(),
            DiskChanges.all(),
            List.of(sessionList(), VersionVerb.command()),
            VmCreate.all(),
            VmTrash.all(),
            MigrationVerbs.all(),
            DrainVerbs.all(),
            FleetVerbs.all(),
            List.of(OpUndo.command()),
            ConsoleVerbs.all(),
            ImageVerbs.all())
        .flatMap(List::stream)
        .toList();
  }

  private static Command sessionList() {
    return new Command(
        "session",
        "list",
        "List who is logged in.",
        spec -> spec.addOption(Options.output()),
        call -> {
          call.results()
              .list(
                  SessionView.LISTING,
                  call.room().sessions().stream()
                      .sorted(Comparator.comparing(SessionInfo::since))
                      .map(SessionView::of)
                      .toList());
          return ExitStatus.DONE;
        });
  }
}
