package dev.pilothouse.tui.console;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A guest's graphical screen, as the agent tells its cells. */
final class ScreenFace implements GuestConsole.Face {
  /** Keys that a guest's keyboard buffer holds for certain. */
  private static final int PIECE = 8;

  private static final long STRUCK_SECONDS = 10;

  private final Predicate<ConsoleWish> send;
  private final Runnable changed;
  private final Semaphore struck = new Semaphore(0);
  private final CompletableFuture<byte[]> photographed = new CompletableFuture<>();
  private volatile KeyLayout layout;
  private volatile int columns;
  private volatile int rows;
  private volatile @Nullable GuestScreen screen;

  ScreenFace(
      int columns, int rows, KeyLayout layout, Predicate<ConsoleWish> send, Runnable changed) {
    this.columns = columns;
    this.rows = rows;
    this.layout = layout;
    this.send = send;
    this.changed = changed;
  }

  /** The agent begins anew. */
  void opened() {
    screen = null;
    boolean unused = send.test(new ConsoleWish.Fit(columns, rows));
  }

  KeyLayout layout() {
    return layout;
  }

  void layout(KeyLayout other) {
    layout = other;
  }

  @Override
  public void take(ConsoleNews news) {
    switch (news) {
      case ConsoleNews.Shown shown -> screen = GuestScreen.after(screen, shown);
      case ConsoleNews.Struck some -> struck.release(some.strikes());
      case ConsoleNews.Photograph photograph -> {
        photographed.complete(photograph.png());
      }
      case ConsoleNews.Printed p -> {}
      case ConsoleNews.Keyboard k -> {}
      case ConsoleNews.Condition c -> {}
      case ConsoleNews.Remark r -> {}
    }
  }

  /** The guest's picture as PNG, once asked for. */
  CompletableFuture<byte[]> photograph() {
    boolean unused = send.test(new ConsoleWish.TakePhotograph());
    return photographed;
  }

  /** The part around the cursor, when all of it does not fit. */
  @Override
  public void paint(Frame frame, Rect area, int back) {
    GuestScreen now = screen;
    if (now != null) {
      GuestPainter.paint(frame, area, now);
    }
  }

  @Override
  public void fit(int newColumns, int newRows) {
    if (newColumns != columns || newRows != rows) {
      columns = newColumns;
      rows = newRows;
      boolean unused = send.test(new ConsoleWish.Fit(newColumns, newRows));
    }
  }

  @Override
  public boolean press(KeyStroke key) {
    List<Chord> chords = ScreenKeys.chords(key, layout);
    return !chords.isEmpty() && send.test(new ConsoleWish.Strike(chords));
  }

  /** Characters that the keyboard lacks are left out; whoever asks looks for them before. */
  @Override
  public Typing type(String text) {
    KeyLayout with = layout;
    int[] characters = text.replace("\r\n", "\n").codePoints().toArray();
    return new Typing(
            characters.length,
            from -> {
              List<Chord> chords = new ArrayList<>();
              int at = from;
              while (at < characters.length && chords.size() < PIECE) {
                chords.addAll(with.chords(characters[at]));
                at++;
              }
              return chords.isEmpty() || strike(chords) ? at - from : 0;
            },
            changed)
        .start();
  }

  boolean strike(List<Chord> chords) throws InterruptedException {
    struck.drainPermits();
    return send.test(new ConsoleWish.Strike(chords))
        && struck.tryAcquire(STRUCK_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public List<String> lines() {
    return screen();
  }

  @Override
  public List<String> screen() {
    GuestScreen now = screen;
    return now == null ? List.of() : now.lines();
  }

  @Override
  public int history() {
    return 0;
  }

  @Override
  public long missed() {
    return 0;
  }

  @Override
  public void close() {}
}
