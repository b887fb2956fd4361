package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.text.EditorScreen;
import dev.pilothouse.tui.screen.text.TextScreen;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
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

  private final SessionHub hub;
  private final Principal who;
  private final Session session;

  Effects(SessionHub hub, Principal who, Session session) {
    this.hub = hub;
    this.who = who;
    this.session = session;
  }

  void submit(Effect.Submit submit, Batch batch) {
    Iterator<Effect.Target> left = submit.targets().iterator();
    for (int i = 0; i < Math.min(AT_ONCE, submit.targets().size()); i++) {
      hub.work(() -> submitRest(left, submit, batch));
    }
  }

  private void submitRest(Iterator<Effect.Target> left, Effect.Submit submit, Batch batch) {
    Effect.Target target;
    while ((target = next(left)) != null) {
      try {
        session.submitted(
            submit.token(), batch, order(target.operation(), target.name(), ACCEPT_WITHIN));
      } catch (OperationException e) {
        session.refused(submit.token(), batch, e.failure());
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
    hub.work(
        () -> {
          try {
            OperationRecord record =
                order(new Operation.ReadXml(xml.vm(), xml.edit()), xml.name(), READ_WITHIN);
            var unused =
                hub.room()
                    .finished(record.number())
                    .orTimeout(READ_WITHIN.toSeconds() + 5, TimeUnit.SECONDS)
                    .whenComplete((done, error) -> show(xml, done));
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

  private void show(Effect.OpenXml xml, @Nullable OperationRecord done) {
    if (done == null) {
      session.said(
          "The agent on " + xml.vm().host() + " did not answer in time.", Effect.Tone.ERROR);
      return;
    }
    String text = done.result();
    Failure failure = done.failure();
    if (text != null && xml.edit()) {
      session.open(EditorScreen.of(xml.vm(), xml.name(), text));
    } else if (text != null) {
      session.open(TextScreen.of("XML of " + xml.name(), text));
    } else if (failure != null) {
      session.said(failure.message() + " " + failure.hint(), Effect.Tone.ERROR);
    }
  }

  void run(String line, int columns) {
    hub.work(
        () -> {
          Commands.Result result = hub.commands().run(who, line, columns);
          String text = result.text().strip();
          Effect.Tone tone = result.status() == 0 ? Effect.Tone.INFO : Effect.Tone.ERROR;
          if (text.indexOf('\n') >= 0) {
            session.open(TextScreen.of(":" + line, result.text()));
          } else {
            session.said(text.isEmpty() ? "Done." : text, tone);
          }
        });
  }

  void complete(String line) {
    hub.work(() -> session.completed(line, hub.commands().complete(who, line)));
  }
}
