package dev.pilothouse.tui.terminal;

import com.googlecode.lanterna.TerminalSize;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.FramePacer;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A program on the local terminal as small as can be: shows the last event and the size. Keys: q
 * quits, x throws, e exits, Ctrl-Z stops, o runs a program outside.
 */
public final class LocalTerminalDemo implements LocalTerminal.Listener {

  private final LocalTerminal terminal;
  private final Theme theme;
  private final FramePacer pacer;
  private final KeyDecoder decoder = new KeyDecoder();
  private final ScheduledExecutorService session = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean failed;
  private String last = "nothing yet";
  private int events;

  private LocalTerminalDemo(LocalTerminal terminal) {
    this.terminal = terminal;
    theme = Theme.of(terminal.capabilities());
    TerminalSize size = terminal.size();
    pacer =
        new FramePacer(
            terminal,
            terminal.capabilities(),
            size.getColumns(),
            size.getRows(),
            this::paint,
            System::nanoTime,
            () -> session.execute(this::step));
  }

  public static void main(String[] args) throws Exception {
    try (LocalTerminal terminal = LocalTerminal.open(System.getenv())) {
      LocalTerminalDemo demo = new LocalTerminalDemo(terminal);
      terminal.start(demo);
      demo.session.execute(demo::step);
      terminal.await();
      demo.session.shutdownNow();
      if (demo.failed) {
        throw new IllegalStateException("the demo was told to fail");
      }
    }
  }

  private void paint(Frame frame) {
    frame.clear();
    frame.put(
        0,
        0,
        frame.columns(),
        " demo " + frame.columns() + "x" + frame.rows(),
        theme.style(Role.STATUS_BAR));
    frame.put(2, 2, 60, "event " + events + ": " + last, theme.style(Role.TEXT));
    frame.put(3, 2, "日本語 " + theme.glyphs().cursor(), theme.style(Role.OK));
  }

  private void step() {
    decoder.wake(System.nanoTime(), this::event);
    pacer.flush();
    wakeAt(decoder.deadline());
    wakeAt(pacer.deadline());
  }

  private void wakeAt(OptionalLong deadline) {
    if (deadline.isPresent()) {
      long delay = deadline.getAsLong() - System.nanoTime();
      Future<?> wake = session.schedule(this::step, delay, TimeUnit.NANOSECONDS);
      assert !wake.isCancelled();
    }
  }

  private void event(InputEvent event) {
    switch (event) {
      case InputEvent.CursorReport report -> pacer.acknowledged();
      case InputEvent.Key key -> key(key);
      case InputEvent.Paste paste -> show("paste " + paste.text());
      case InputEvent.Focus focus -> show("focus " + focus.gained());
    }
  }

  private void key(InputEvent.Key key) {
    show(key.stroke().toString());
    try {
      switch (key.stroke().getCharacter() == null ? ' ' : key.stroke().getCharacter()) {
        case 'q' -> terminal.close(0);
        case 'x' -> {
          failed = true;
          terminal.close(0);
        }
        case 'e' -> System.exit(7);
        case 'z' -> {
          if (key.stroke().isCtrlDown()) {
            terminal.suspend();
          }
        }
        case 'o' ->
            terminal.outside(
                () -> {
                  try {
                    new ProcessBuilder("sh", "-c", "echo outside; read line; echo got $line")
                        .inheritIO()
                        .start()
                        .waitFor();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        default -> {}
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void show(String text) {
    events++;
    last = text;
    pacer.invalidate();
  }

  @Override
  public void input(byte[] bytes) {
    session.execute(
        () -> {
          decoder.feed(bytes, System.nanoTime(), this::event);
          step();
        });
  }

  @Override
  public void resized(TerminalSize size) {
    session.execute(
        () -> {
          pacer.resize(size.getColumns(), size.getRows());
          step();
        });
  }

  @Override
  public void closed() {
    terminal.close(0);
  }
}
