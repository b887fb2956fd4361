package dev.pilothouse.tui.console;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An open console of a guest: what it shows, and its keyboard. Kept open until it is closed.
 * Thread-safe.
 */
public final class GuestConsole implements AutoCloseable {
  private final ConsoleTarget target;
  private final ConsoleLine line;
  private final Face face;
  private final Runnable changed;
  private volatile ConsoleStatus status = ConsoleStatus.opening();

  /** What is shown of it. */
  sealed interface Face extends AutoCloseable permits SerialFace, ScreenFace {
    void take(ConsoleNews news) throws InterruptedException;

    void paint(Frame frame, Rect area, int back);

    /** The size of the place where it is shown. */
    void fit(int columns, int rows);

    /** Sends a key to the guest; false when the guest's keyboard has none like it. */
    boolean press(KeyStroke key);

    /** Types text at a pace that the guest can follow. */
    Typing type(String text);

    /** All text there is, the oldest line first. */
    List<String> lines();

    /** The lines on the guest's screen now. */
    List<String> screen();

    int history();

    long missed();

    @Override
    void close();
  }

  /**
   * @param columns of the place where it is shown
   * @param layout of the guest's keyboard
   * @param changed rings, often, after something may have changed; must not block
   */
  public static GuestConsole open(
      ControlRoom room,
      Principal who,
      ConsoleTarget target,
      KeyLayout layout,
      int columns,
      int rows,
      Runnable changed) {
    return new GuestConsole(room, who, target, layout, columns, rows, changed);
  }

  private GuestConsole(
      ControlRoom room,
      Principal who,
      ConsoleTarget target,
      KeyLayout layout,
      int columns,
      int rows,
      Runnable changed) {
    this.target = target;
    this.changed = changed;
    this.face =
        switch (target.face()) {
          case SERIAL -> new SerialFace(columns, rows, this::wish, changed);
          case SCREEN -> new ScreenFace(columns, rows, layout, this::wish, changed);
        };
    this.line = ConsoleLine.open(room, who, target, new Ear());
  }

  private final class Ear implements ConsoleLine.Ear {
    @Override
    public void opened(String host) {
      set(status.opened(host));
      if (face instanceof ScreenFace screen) {
        screen.opened();
      }
    }

    @Override
    public void told(ConsoleNews news) {
      try {
        face.take(news);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ConsoleStatus now = status;
      switch (news) {
        case ConsoleNews.Keyboard keyboard -> set(now.with(keyboard));
        case ConsoleNews.Condition condition -> set(now.with(condition));
        case ConsoleNews.Remark remark -> set(now.withRemark(remark.words()));
        case ConsoleNews.Shown shown -> set(now.shown(shown.kind(), shown.confidence()));
        case ConsoleNews.Printed printed -> set(now.printed(face.history(), face.missed()));
        case ConsoleNews.Struck struck -> {}
        case ConsoleNews.Photograph photograph -> changed.run();
      }
    }

    @Override
    public void away(Failure why, boolean forGood) {
      set(status.away(why, forGood));
    }

    private void set(ConsoleStatus next) {
      status = next;
      changed.run();
    }
  }

  public ConsoleTarget target() {
    return target;
  }

  public ConsoleStatus status() {
    return status;
  }

  /** False when it cannot be sent. */
  public boolean wish(ConsoleWish wish) {
    return line.send(wish);
  }

  /** Forgets the newest remark: the person has seen it. */
  public void seen() {
    status = status.withRemark("");
  }

  /** Sends a key to the guest; false when its keyboard has none like it. */
  public boolean press(KeyStroke key) {
    return face.press(key);
  }

  /** A screen's picture itself, as PNG; asks for it. */
  public CompletableFuture<byte[]> photograph() {
    return face instanceof ScreenFace screen
        ? screen.photograph()
        : CompletableFuture.failedFuture(new IllegalStateException("no screen"));
  }

  /** Presses keys of a screen's keyboard, and waits until that is done; false when it was not. */
  public boolean strike(List<Chord> chords) {
    try {
      return face instanceof ScreenFace screen && screen.strike(chords);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Types text at a pace that the guest can follow. */
  public Typing type(String text) {
    return face.type(text);
  }

  /** Of {@code text}, what the guest's keyboard cannot make; a serial console takes all. */
  public String missing(String text) {
    return face instanceof ScreenFace screen ? screen.layout().missing(text) : "";
  }

  /** Which keyboard the guest is taken to have. */
  public void layout(KeyLayout other) {
    if (face instanceof ScreenFace screen) {
      screen.layout(other);
    }
  }

  public void fit(int columns, int rows) {
    face.fit(columns, rows);
  }

  /**
   * Paints what it shows now, or has shown.
   *
   * @param back how many lines to look back
   */
  public void paint(Frame frame, Rect area, int back) {
    face.paint(frame, area, back);
  }

  /** All text there is, the oldest line first. */
  public List<String> lines() {
    return face.lines();
  }

  /** The lines that the guest shows now. */
  public List<String> screen() {
    return face.screen();
  }

  @Override
  public void close() {
    line.close();
    face.close();
  }
}
