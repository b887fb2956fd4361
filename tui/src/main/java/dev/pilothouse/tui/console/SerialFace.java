package dev.pilothouse.tui.console;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleNews.Printed;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.tui.console.emulator.TerminalEmulator;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A serial console: a terminal of its own for what the guest prints. */
final class SerialFace implements GuestConsole.Face {
  /** What a slow guest's UART takes without losing any: 115,200 bit/s would be twice as much. */
  private static final int PIECE = 64;

  private static final long PACE_MILLIS = 12;

  private final Predicate<ConsoleWish> send;
  private final Runnable changed;
  private final TerminalEmulator emulator;
  private @Nullable String epoch;
  private long next;
  private final AtomicLong missed = new AtomicLong();
  private volatile boolean replaying;

  SerialFace(int columns, int rows, Predicate<ConsoleWish> send, Runnable changed) {
    this.send = send;
    this.changed = changed;
    this.emulator = new TerminalEmulator(columns, rows, this::answer, changed);
  }

  /** Answers to questions that the guest asked long ago would be typed into what runs now. */
  private void answer(String text) {
    if (!replaying) {
      boolean unused = sent(text);
    }
  }

  @Override
  public void take(ConsoleNews news) throws InterruptedException {
    if (news instanceof Printed printed) {
      boolean first = !printed.epoch().equals(epoch);
      if (first) {
        epoch = printed.epoch();
      } else if (printed.at() > next) {
        missed.addAndGet(printed.at() - next);
      }
      next = printed.at() + printed.bytes().length;
      try {
        replaying = first;
        emulator.print(printed.bytes());
        if (first) {
          emulator.drain();
          replaying = false;
        }
      } catch (InterruptedIOException e) {
        throw new InterruptedException(e.getMessage());
      }
    }
  }

  @Override
  public void paint(Frame frame, Rect area, int back) {
    emulator.paint(frame, area, back);
  }

  @Override
  public void fit(int columns, int rows) {
    emulator.resize(columns, rows);
  }

  private boolean sent(String text) {
    return send.test(new ConsoleWish.Type(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean press(KeyStroke key) {
    byte[] bytes = SerialKeys.bytes(key, emulator);
    return bytes.length > 0 && send.test(new ConsoleWish.Type(bytes));
  }

  /** Line ends are the Enter key's. */
  @Override
  public Typing type(String text) {
    String keys = text.replace("\r\n", "\n").replace('\n', '\r');
    return new Typing(
            keys.length(),
            from -> {
              int end = Math.min(keys.length(), from + PIECE);
              if (end < keys.length() && Character.isLowSurrogate(keys.charAt(end))) {
                end--;
              }
              boolean taken = sent(keys.substring(from, end));
              TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
              return taken ? end - from : 0;
            },
            changed)
        .start();
  }

  @Override
  public List<String> lines() {
    return emulator.lines();
  }

  @Override
  public List<String> screen() {
    return emulator.screen();
  }

  @Override
  public int history() {
    return emulator.history();
  }

  @Override
  public long missed() {
    return missed.get();
  }

  @Override
  public void close() {
    emulator.close();
  }
}
