package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.Inverse;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import java.util.List;

/** {@code op undo}: orders what undoes an operation, when there is such a thing. */
final class OpUndo {
  private OpUndo() {}

  static Command command() {
    return new Command(
        "op",
        "undo",
        "Undo an operation that succeeded, if it has an inverse.",
        spec -> {
          spec.addPositional(Options.one(0, Options.NUMBER, "The operation's number."));
          Options.ordering().forEach(spec::addOption);
        },
        OpUndo::undo);
  }

  private static int undo(Call call) {
    OperationRecord record = OpVerbs.known(call, OpVerbs.parse(call.parameter(0)));
    String title = OpVerbs.title(record);
    if (record.state() != OperationState.SUCCEEDED) {
      throw new CommandException(
          ExitStatus.CONFLICT,
          "Operation "
              + record.number()
              + " ("
              + title
              + ") did not succeed, so there is nothing to undo. 'op show "
              + record.number()
              + "' tells more.");
    }
    return switch (record.operation().inverse()) {
      case Inverse.None none ->
          throw new CommandException(
              ExitStatus.CONFLICT,
              "Operation "
                  + record.number()
                  + " ("
                  + title
                  + ") cannot be undone: "
                  + none.why()
                  + ".");
      case Inverse.By by -> {
        Operation undo = by.operation();
        Planned planned = new Planned(undo, record.targetName(), Visible.of(record.targetName()));
        yield new Ordering(call).run(undo.verb(), List.of(planned));
      }
    };
  }
}
