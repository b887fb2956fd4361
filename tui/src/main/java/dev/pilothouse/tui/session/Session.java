package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.FramePacer;
import dev.pilothouse.tui.frame.LinkQuality;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Listings;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.console.ConsoleScreen;
import dev.pilothouse.tui.screen.fleet.FleetScreen;
import dev.pilothouse.tui.screen.text.EditorScreen;
import dev.pilothouse.tui.shell.order.Said;
import dev.pilothouse.tui.terminal.Capabilities;
import dev.pilothouse.tui.terminal.InputEvent;
import dev.pilothouse.tui.terminal.KeyDecoder;
import dev.pilothouse.tui.terminal.Link;
import dev.pilothouse.tui.terminal.TerminalModes;
import dev.pilothouse.tui.theme.Theme;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One person at one terminal. Everything that happens to it goes through its mailbox, so nothing
 * here needs a lock; it holds no thread while nothing happens.
 */
final class Session implements TuiSession {
  private final SessionHub hub;
  private final Principal who;
  private final Mailbox mailbox;
  private final FullScreenLink link;
  private final Capabilities capabilities;
  private final Theme theme;
  private final LongSupplier nanos;
  private final KeyDecoder decoder = new KeyDecoder();
  private final FramePacer pacer;
  private final Listings listings = new Listings();
  private final Effects effects;
  private final Seat seat;
  private final Messages messages = new Messages();
  private final Batches batches = new Batches();
  private final OpenConsoles consoles;

  private ScreenStack stack;
  private Effect.@Nullable UseEditor handingOver;

  /** From the moment when somebody else is to have the terminal until it is ours again. */
  private boolean outside;

  private long wakeAt = Long.MAX_VALUE;
  private boolean over;

  Session(
      SessionHub hub,
      Principal who,
      Seat seat,
      Link link,
      Capabilities capabilities,
      int columns,
      int rows,
      Optional<ConsoleTarget> start) {
    this.hub = hub;
    this.who = who;
    this.capabilities = capabilities;
    this.theme = Theme.of(capabilities);
    this.nanos = hub.nanos();
    this.mailbox = new Mailbox(hub.pool());
    this.link = new FullScreenLink(link, TerminalModes.enter(capabilities));
    this.effects = new Effects(hub, who, seat, this);
    this.seat = seat;
    this.consoles = new OpenConsoles(hub, who, () -> post(this::repaint));
    this.stack =
        new ScreenStack(
            List.of(
                start
                    .<Screen>map(target -> ConsoleScreen.of(target, true))
                    .orElseGet(FleetScreen::start)));
    this.pacer =
        new FramePacer(
            this.link, capabilities, columns, rows, this::paint, nanos, () -> post(() -> {}));
    start.ifPresent(target -> consoles.open(target, columns, rows));
  }

  private void repaint() {
    pacer.invalidate();
  }

  // What comes from outside, on any thread.

  @Override
  public void received(byte[] bytes, int offset, int length) {
    byte[] mine = Arrays.copyOfRange(bytes, offset, offset + length);
    post(() -> decoder.feed(mine, nanos.getAsLong(), this::input));
  }

  @Override
  public void resized(int columns, int rows) {
    post(
        () -> {
          pacer.resize(columns, rows);
          tell(new Msg.WorldChanged());
        });
  }

  @Override
  public void hungUp() {
    post(() -> end(0));
  }

  @Override
  public void idleWarning(Duration left) {
    post(
        () ->
            say(
                "Nobody has typed for long: this session ends in "
                    + left.toSeconds()
                    + " s. Any key keeps it.",
                Effect.Tone.WARNING));
  }

  @Override
  public void end(String why) {
    post(
        () -> {
          say(why, Effect.Tone.WARNING);
          end(0);
        });
  }

  void worldChanged() {
    post(() -> tell(new Msg.WorldChanged()));
  }

  void operationNews(OperationRecord record) {
    post(
        () -> {
          follow(record);
          tell(new Msg.OperationNews(record));
        });
  }

  // What effects led to, on any thread.

  /** Operations that follow others are begun. */
  void begun(Batch batch) {
    post(() -> batches.add(batch));
  }

  void submitted(String token, Batch batch, OperationRecord record) {
    post(
        () -> {
          replaceBatch(batch, b -> b.with(record.number(), record.state(), word(record)));
          tell(new Msg.Submitted(token, record));
          // It may have ended before this screen knew its number.
          OperationRecord newest = hub.newest(record);
          follow(newest);
          tell(new Msg.OperationNews(newest));
        });
  }

  void refused(String token, Batch batch, Operation operation, Failure failure) {
    post(
        () -> {
          replaceBatch(batch, b -> b.withRefused(failure.message()));
          tell(new Msg.NotSubmitted(token, operation, failure.message()));
          say(failure.message() + " " + failure.hint(), Effect.Tone.ERROR);
        });
  }

  void said(String text, Effect.Tone tone) {
    post(() -> say(text, tone));
  }

  void clearMessage() {
    post(messages::dismiss);
  }

  void open(Screen screen) {
    post(() -> openNow(screen));
  }

  private void openNow(Screen screen) {
    Step step = Step.of(stack.top(), new Effect.Open(screen));
    take(stack.apply(stack.screens().size() - 1, step, world()));
  }

  /** The XML that a person wants to edit has come. */
  void edit(VmRef vm, String name, String xml, String shown) {
    post(
        () -> {
          for (Screen screen : stack.screens()) {
            if (screen instanceof EditorScreen editor) { // the key was pressed twice
              say("Leave the text of " + editor.name() + " first.", Effect.Tone.WARNING);
              return;
            }
          }
          openNow(EditorScreen.of(vm, name, xml, shown, seat.editor().isPresent()));
          if (seat.editor().isPresent()) {
            carryOut(new Effect.UseEditor(vm, shown));
          }
        });
  }

  /** The terminal is ours again. */
  void edited(Msg.Edited edited) {
    post(
        () -> {
          outside = false;
          pacer.release();
          tell(edited);
        });
  }

  void reread(Msg.Reread reread) {
    post(() -> tell(reread));
  }

  void completed(String line, List<String> candidates) {
    post(() -> tell(new Msg.Completed(line, candidates)));
  }

  void answered(Msg.Answered answer) {
    post(() -> tell(answer));
  }

  // The loop: everything below runs in the mailbox.

  private void post(Runnable event) {
    mailbox.post(
        () -> {
          if (!over) {
            event.run();
            pacer.flush();
            handOver();
            schedule();
          }
        });
  }

  private void schedule() {
    long next = Math.min(orNever(decoder.deadline()), orNever(pacer.deadline()));
    if (next < wakeAt) {
      wakeAt = next;
      hub.wakeAt(next, () -> post(this::wake));
    }
  }

  /** Only when nothing is on its way: neither a frame nor an answer that an editor would read. */
  private void handOver() {
    Effect.UseEditor use = handingOver;
    if (use != null && pacer.quiet()) {
      handingOver = null;
      effects.useEditor(use);
    }
  }

  private void wake() {
    wakeAt = Long.MAX_VALUE;
    decoder.wake(nanos.getAsLong(), this::input);
  }

  private static long orNever(OptionalLong deadline) {
    return deadline.orElse(Long.MAX_VALUE);
  }

  private void input(InputEvent event) {
    switch (event) {
      case InputEvent.Key key -> key(new Msg.Key(key.stroke()));
      case InputEvent.Paste paste -> take(stack.toTop(new Msg.Pasted(paste.text()), world()));
      case InputEvent.CursorReport report -> pacer.acknowledged();
      case InputEvent.Focus focus -> {}
    }
  }

  private void key(Msg.Key key) {
    World world = world(); // with the message that this key takes away
    messages.dismiss();
    Optional<Binding> everywhere = GlobalKeys.find(key.name(), stack, world);
    if (everywhere.isPresent()) {
      take(stack.apply(stack.screens().size() - 1, everywhere.get().act().get(), world));
    } else {
      take(stack.toTop(key, world));
    }
  }

  private void tell(Msg msg) {
    take(stack.toAll(msg, world()));
  }

  private void take(ScreenStack.Outcome outcome) {
    stack = outcome.stack();
    pacer.invalidate();
    for (Effect effect : outcome.effects()) {
      carryOut(effect);
    }
    consoles.keep(stack.screens());
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Quit quit -> end(0);
      case Effect.Redraw redraw -> pacer.redraw();
      case Effect.Say say -> say(say.text(), say.tone());
      case Effect.Submit submit ->
          effects.submit(submit, begin(submit.label(), submit.targets().size()));
      case Effect.InTurn turn ->
          effects.inTurn(turn, begin(turn.first().operation().verb().title(), 1));
      case Effect.Cancel cancel -> effects.cancel(cancel.number());
      case Effect.Read read -> effects.read(read);
      case Effect.OpenXml xml -> effects.openXml(xml);
      case Effect.UseEditor use -> {
        if (!outside) {
          outside = true;
          handingOver = use;
          pacer.hold();
        }
      }
      case Effect.Reread reread -> effects.reread(reread);
      case Effect.RunCommand command -> {
        say("Running :" + command.line(), Effect.Tone.INFO);
        effects.run(command.line(), pacer.columns());
      }
      case Effect.Complete complete -> effects.complete(complete.line());
      case Effect.OpenConsole open -> consoles.open(open.target(), pacer.columns(), pacer.rows());
      case Effect.InConsole in -> consoles.in(in.target(), in.deed());
      case Effect.Replace e -> throw new IllegalStateException("the stack replaces screens itself");
      case Effect.Open e -> throw new IllegalStateException("the stack opens screens itself");
      case Effect.OpenOf e -> throw new IllegalStateException("the stack opens screens itself");
      case Effect.Close e -> throw new IllegalStateException("the stack closes screens itself");
      case Effect.Show e -> throw new IllegalStateException("the stack shows screens itself");
      case Effect.Home e -> throw new IllegalStateException("the stack goes home itself");
      case Effect.Filter e -> throw new IllegalStateException("the stack filters itself");
    }
  }

  private Batch begin(String label, int total) {
    Batch batch = Batch.of(label, hub.now(), total);
    batches.add(batch);
    return batch;
  }

  private void say(String text, Effect.Tone tone) {
    messages.say(text, tone, hub.now());
    pacer.invalidate();
  }

  /** Keeps the batches true: each knows its operations by number. */
  private void follow(OperationRecord record) {
    Batch batch = batches.of(record.number()).orElse(null);
    if (batch == null) {
      return;
    }
    Failure failure = record.failure();
    boolean news = batch.states().get(record.number()) != record.state();
    if (news && failure != null) {
      String what = record.operation().verb().word() + " " + record.targetName() + ": ";
      messages.note(what + failure.message() + " " + failure.hint(), Effect.Tone.ERROR, hub.now());
    }
    replaceBatch(batch, b -> b.with(record.number(), record.state(), word(record)));
  }

  private static String word(OperationRecord record) {
    Failure failure = record.failure();
    return failure == null ? Said.lastWord(record) : failure.message();
  }

  private void replaceBatch(Batch of, UnaryOperator<Batch> change) {
    batches.replace(of, change);
    pacer.invalidate();
  }

  private World world() {
    return hub.world(
        who,
        seat,
        consoles,
        listings,
        batches.newestLast(),
        messages.newestFirst(),
        theme,
        link(),
        pacer.columns(),
        pacer.rows());
  }

  /** What is known of the line, in a few characters. */
  private String link() {
    LinkQuality quality = pacer.quality();
    if (quality.roundTrip().isZero()) {
      return "";
    }
    return quality.roundTrip().toMillis() + "ms" + (quality.slow() ? " slow" : "");
  }

  private void paint(Frame frame) {
    Chrome.paint(frame, stack, world(), messages.shown(hub.now()));
  }

  private void end(int status) {
    over = true;
    consoles.close();
    link.finish(TerminalModes.leave(capabilities, pacer.rows()), status);
    hub.ended(this);
  }
}
