package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.dialog.Message;
import dev.pilothouse.tui.screen.text.TextScreen;
import dev.pilothouse.tui.shell.edit.DomainXml;
import dev.pilothouse.tui.shell.edit.Editor;
import dev.pilothouse.tui.shell.edit.EditorException;
import dev.pilothouse.tui.widget.Prose;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does for one session what takes time, on the hub's threads for that, and posts the outcome to its
 * mailbox.
 */
final class Effects {
  /** An agent that does not take an operation within this time never does. */
  private static final Duration ACCEPT_WITHIN = Duration.ofSeconds(60);

  private static final Duration READ_WITHIN = Duration.ofSeconds(20);

  /** Submissions under way at once for one session. */
  private static final int AT_ONCE = 8;

  /** Cells that a screen of text leaves free on its left and right. */
  private static final int MARGIN = 2;

  private final SessionHub hub;
  private final Principal who;
  private final Seat seat;
  private final Session session;

  Effects(SessionHub hub, Principal who, Seat seat, Session session) {
    this.hub = hub;
    this.who = who;
    this.seat = seat;
    this.session = session;
  }

  void submit(Effect.Submit submit, Batch batch) {
    Iterator<Effect.Target> left = submit.targets().iterator();
    for (int i = 0; i < Math.min(AT_ONCE, submit.targets().size()); i++) {
      hub.work(() -> submitRest(left, submit, batch));
    }
  }

  void inTurn(Effect.InTurn turn, Batch batch) {
    hub.work(
        () -> {
          Effect.Target target = turn.first();
          try {
            OperationRecord first = order(target.operation(), target.name(), ACCEPT_WITHIN);
            session.submitted("", batch, first);
            var unused =
                hub.room()
                    .finished(first.number())
                    .whenComplete((done, error) -> hub.work(() -> then(turn, done)));
          } catch (OperationException e) {
            session.refused("", batch, target.operation(), e.failure());
          }
        });
  }

  private void then(Effect.InTurn turn, @Nullable OperationRecord done) {
    if (done != null && done.state() == OperationState.SUCCEEDED) {
      List<Effect.Target> rest = turn.then().apply(done.number());
      if (!rest.isEmpty()) {
        Batch batch = Batch.of(turn.label(), hub.now(), rest.size());
        session.begun(batch);
        submit(new Effect.Submit(turn.label(), rest, ""), batch);
      }
    }
  }

  private void submitRest(Iterator<Effect.Target> left, Effect.Submit submit, Batch batch) {
    Effect.Target target;
    while ((target = next(left)) != null) {
      try {
        session.submitted(
            submit.token(), batch, order(target.operation(), target.name(), ACCEPT_WITHIN));
      } catch (OperationException e) {
        session.refused(submit.token(), batch, target.operation(), e.failure());
      }
    }
  }

  private static Effect.@Nullable Target next(Iterator<Effect.Target> left) {
    synchronized (left) {
      return left.hasNext() ? left.next() : null;
    }
  }

  private OperationRecord order(Operation operation, String name, Duration within) {
    try {
      return hub.room().submit(operation, name, who, within);
    } catch (BusUnavailableException e) {
      throw new OperationException(new Failure(ErrorCode.BUS_LOST, "Redis cannot be reached."), e);
    }
  }

  void cancel(long number) {
    hub.work(
        () -> {
          try {
            hub.room().cancel(number, who);
            session.said("Asked to cancel operation " + number + ".", Effect.Tone.INFO);
          } catch (OperationException e) {
            session.said(e.failure().message() + " " + e.failure().hint(), Effect.Tone.ERROR);
          } catch (BusUnavailableException e) {
            session.said("Redis cannot be reached; the operation goes on.", Effect.Tone.ERROR);
          }
        });
  }

  void openXml(Effect.OpenXml xml) {
    read(
        xml.vm(),
        xml.name(),
        xml.edit(),
        text -> {
          if (xml.edit()) {
            session.edit(xml.vm(), xml.name(), text, DomainXml.visible(text));
          } else {
            session.open(TextScreen.of("XML of " + xml.name(), text));
          }
        });
  }

  void reread(Effect.Reread reread) {
    read(
        reread.vm(),
        reread.name(),
        true,
        text -> session.reread(new Msg.Reread(reread.vm(), text, DomainXml.visible(text))));
  }

  private void read(VmRef vm, String name, boolean inactive, Consumer<String> then) {
    hub.work(
        () -> {
          try {
            OperationRecord record = order(new Operation.ReadXml(vm, inactive), name, READ_WITHIN);
            var unused =
                hub.room()
                    .finished(record.number())
                    .orTimeout(READ_WITHIN.toSeconds() + 5, TimeUnit.SECONDS)
                    .whenComplete((done, error) -> hub.work(() -> read(vm, done, then)));
          } catch (OperationException e) {
            session.said(e.failure().message() + " " + e.failure().hint(), Effect.Tone.ERROR);
          }
        });
  }

  void read(Effect.Read read) {
    hub.work(
        () -> {
          try {
            OperationRecord record =
                order(read.target().operation(), read.target().name(), READ_WITHIN);
            var unused =
                hub.room()
                    .finished(record.number())
                    .orTimeout(READ_WITHIN.toSeconds() + 5, TimeUnit.SECONDS)
                    .whenComplete((done, error) -> session.answered(answer(read, done)));
          } catch (OperationException e) {
            session.answered(
                new Msg.Answered(
                    read.token(), null, e.failure().message() + " " + e.failure().hint()));
          }
        });
  }

  private static Msg.Answered answer(Effect.Read read, @Nullable OperationRecord done) {
    Failure failure = done == null ? null : done.failure();
    String why =
        failure == null
            ? "The agent on " + read.target().operation().host() + " did not answer in time."
            : failure.message() + " " + failure.hint();
    return new Msg.Answered(read.token(), done == null ? null : done.result(), why);
  }

  private void read(VmRef vm, @Nullable OperationRecord done, Consumer<String> then) {
    if (done == null) {
      session.said("The agent on " + vm.host() + " did not answer in time.", Effect.Tone.ERROR);
      return;
    }
    String text = done.result();
    Failure failure = done.failure();
    if (text != null) {
      then.accept(text);
    } else if (failure != null) {
      session.said(failure.message() + " " + failure.hint(), Effect.Tone.ERROR);
    }
  }

  void useEditor(Effect.UseEditor use) {
    hub.work(() -> session.edited(edited(use)));
  }

  /** Whatever happens there is an outcome, because the screen waits for the terminal. */
  private Msg.Edited edited(Effect.UseEditor use) {
    try {
      Editor editor = seat.editor().orElseThrow();
      return new Msg.Edited(use.vm(), editor.edit(use.text()), "", true);
    } catch (EditorException e) {
      return new Msg.Edited(use.vm(), e.text(), String.valueOf(e.getMessage()), e.started());
    } catch (IOException | RuntimeException e) {
      return new Msg.Edited(use.vm(), use.text(), String.valueOf(e.getMessage()), false);
    }
  }

  /** What fits into the line of news goes there; what is longer is shown whole. */
  void run(String line, int columns) {
    hub.work(
        () -> {
          Commands.Result result = seat.commands().run(who, line, columns - MARGIN);
          String messages = result.messages().strip();
          boolean well = result.status() == 0;
          if (!result.output().isEmpty()) {
            session.clearMessage();
            List<String> lines = result.output().lines().collect(Collectors.toList());
            messages.lines().forEach(lines::add);
            session.open(TextScreen.wrapped(":" + line, lines));
          } else if (well) {
            // The last one tells the end and stays; all are among the messages.
            (messages.isEmpty() ? "Done." : messages)
                .lines()
                .forEach(said -> session.said(said, Effect.Tone.INFO));
          } else if (Prose.wrap(messages, columns - MARGIN).size() == 1) {
            session.said(
                messages.isEmpty() ? "It ended with status " + result.status() + "." : messages,
                Effect.Tone.ERROR);
          } else {
            session.clearMessage();
            session.open(Message.of(":" + line, messages));
          }
        });
  }

  void complete(String line) {
    hub.work(() -> session.completed(line, seat.commands().complete(who, line)));
  }
}
