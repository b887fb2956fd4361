package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.edit.Changes;
import dev.pilothouse.tui.shell.edit.DomainXml;
import dev.pilothouse.tui.shell.edit.Editor;
import dev.pilothouse.tui.shell.edit.EditorException;
import dev.pilothouse.tui.shell.edit.LocalEditor;
import dev.pilothouse.tui.shell.edit.ScreenEditor;
import dev.pilothouse.tui.shell.edit.TerminalStreams;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.order.Said;
import dev.pilothouse.tui.shell.output.Talk;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code vm edit}: read the definition, let the person change it, show what changed, ask, apply.
 * When it is refused or somebody else was faster, the person's text is never lost.
 */
final class VmEdit {
  private static final String FILE = "--file";

  private final Call call;
  private final Vm vm;
  private final String shown;
  private String base;

  static Command command() {
    return new Command(
        "vm",
        Verb.EDIT.word(),
        "Change a VM's definition in an editor.",
        spec -> {
          spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
          spec.addOption(
              Options.value(Options.FILE, String.class, text -> text, FILE)
                  .description("Take the new XML from this file, or - for stdin; no editor.")
                  .build());
          Options.ordering().forEach(spec::addOption);
        },
        VmEdit::run);
  }

  private static int run(Call call) {
    new Ordering(call).demandPermission(Verb.EDIT);
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    String shown = targets.shown(vm);
    Optional<String> file = call.option(FILE);
    try {
      if (file.isPresent()) {
        DomainXml xml = Sources.xml(call, file.get());
        return new VmEdit(call, vm, shown).once(xml.text());
      }
      if (!call.talk().onTerminal()) {
        if (!call.talk().hasInput()) {
          throw CommandException.usage(
              "An editor needs the screen: choose the VM in the list, press Enter, then e.");
        }
        throw CommandException.usage(
            "There is no terminal for an editor. Use one (ssh -t), or send the new XML with --file"
                + " -.");
      }
      return call.around().local() ? locally(call, vm, shown) : onScreen(call, vm, shown);
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static int locally(Call call, Vm vm, String shown) throws IOException {
    try (LocalEditor editor = new LocalEditor(call.around().editor())) {
      VmEdit edit = new VmEdit(call, vm, shown);
      try {
        return edit.withEditor(editor, text -> "Your text is kept in " + editor.keep() + ".");
      } catch (EditorException e) {
        boolean untouched = e.text().strip().equals(DomainXml.visible(edit.base).strip());
        String kept = untouched ? "" : " Your text is kept in " + editor.keep() + ".";
        throw new CommandException(ExitStatus.FAILED, e.getMessage() + kept);
      }
    }
  }

  private static int onScreen(Call call, Vm vm, String shown) throws IOException {
    if (call.talk().streams() instanceof TerminalStreams streams) {
      return onScreen(call, streams, vm, shown);
    }
    try (TerminalStreams streams = TerminalStreams.over(call.talk().streams())) {
      Call within =
          new Call(call.room(), call.who(), new Talk(streams, true), call.around(), call.words());
      return onScreen(within, streams, vm, shown);
    }
  }

  private static int onScreen(Call call, TerminalStreams streams, Vm vm, String shown)
      throws IOException {
    return new VmEdit(call, vm, shown)
        .withEditor(new ScreenEditor(streams), text -> "Your text was:\n" + text);
  }

  private VmEdit(Call call, Vm vm, String shown) {
    this.call = call;
    this.vm = vm;
    this.shown = shown;
    this.base = current();
  }

  private String current() {
    String xml = VmDefinitions.read(call, vm, shown, true).result();
    return xml == null ? "" : xml;
  }

  /** Without an editor there is no second try. */
  private int once(String text) {
    if (unchanged(text)) {
      return ExitStatus.DONE;
    }
    show(text);
    if (call.has(Options.DRY_RUN)) {
      return new Ordering(call).run(Verb.EDIT, List.of(planned(text)));
    }
    if (!call.has(Options.YES)) {
      if (!call.talk().onTerminal()) {
        throw CommandException.usage(
            "There is no terminal to ask on. Look at the changes above, then add --yes.");
      }
      if (!ask("Apply this? [y/N]", false)) {
        throw new CommandException(ExitStatus.FAILED, "Nothing was done.");
      }
    }
    return new Ordering(call).run(Verb.EDIT, List.of(planned(text)));
  }

  /** Says where the person finds the text that was not applied. */
  private interface Keeping {
    String keep(String text);
  }

  private int withEditor(Editor editor, Keeping keeping) throws IOException {
    String text = DomainXml.visible(base);
    while (true) {
      text = editor.edit(text);
      if (unchanged(text)) {
        return ExitStatus.DONE;
      }
      Optional<String> problem = problem(text);
      if (problem.isPresent()) {
        call.talk().say("This is no VM's definition: " + problem.get() + ".");
        againOrLeave(text, keeping, ExitStatus.USAGE);
        continue;
      }
      show(text);
      if (call.has(Options.DRY_RUN)) {
        return new Ordering(call).run(Verb.EDIT, List.of(planned(text)));
      }
      if (!call.has(Options.YES) && !ask("Apply this? [y/N]", false)) {
        againOrLeave(text, keeping, ExitStatus.FAILED);
        continue;
      }
      Optional<Failure> failure = apply(text);
      if (failure.isEmpty()) {
        return ExitStatus.DONE;
      }
      againOrLeave(text, keeping, ExitStatus.of(failure.get().code()));
      if (failure.get().code() == ErrorCode.CHANGED_MEANWHILE) {
        base = current();
        call.talk().say("It is compared with the definition as it is now.");
      }
    }
  }

  private boolean unchanged(String text) {
    boolean same = text.strip().equals(DomainXml.visible(base).strip());
    if (same) {
      call.talk().say("Nothing changed: nothing was done.");
    }
    return same;
  }

  private void show(String text) {
    Changes.between(DomainXml.visible(base), DomainXml.visible(text))
        .forEach(line -> call.talk().say(line));
  }

  private static Optional<String> problem(String text) {
    try {
      DomainXml.parse(text);
      return Optional.empty();
    } catch (DomainXml.MalformedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Planned planned(String text) {
    return new Planned(new Operation.EditVm(vm.ref(), base, text), vm.name(), shown);
  }

  private Optional<Failure> apply(String text) {
    Planned planned = planned(text);
    try {
      OperationRecord record = new Ordering(call).carryOut(planned);
      call.talk().say(Said.ended(planned.title(), record));
      return record.state() == OperationState.SUCCEEDED
          ? Optional.empty()
          : Optional.of(
              Optional.ofNullable(record.failure())
                  .orElse(new Failure(ErrorCode.INTERNAL, "it ended as " + record.state())));
    } catch (OperationException e) {
      call.talk().say(Said.refused(planned.title(), e.failure()));
      return Optional.of(e.failure());
    }
  }

  private void againOrLeave(String text, Keeping keeping, int status) {
    if (!ask("Edit it again? [Y/n]", true)) {
      throw new CommandException(status, keeping.keep(text));
    }
  }

  private boolean ask(String question, boolean otherwise) {
    Optional<String> answer = call.talk().ask(question);
    if (answer.isEmpty()) {
      return false;
    }
    return switch (answer.get().strip().toLowerCase(Locale.ROOT)) {
      case "" -> otherwise;
      case "y", "yes" -> true;
      default -> false;
    };
  }
}
