package dev.pilothouse.tui.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.frame.ReferenceTerminal;
import dev.pilothouse.tui.terminal.Capabilities;
import dev.pilothouse.tui.terminal.Link;
import dev.pilothouse.tui.terminal.TerminalModes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A terminal at the other end of a session: shows what it is sent, answers what it is asked, can
 * stop reading.
 */
final class FakeTerminal implements Link {
  private static final String REPORT = "\u001b[6n";
  private static final Capabilities XTERM =
      Capabilities.of(Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8"));

  private final int rows;
  private ReferenceTerminal screen;
  private @Nullable TuiSession session;
  private @Nullable Runnable pending;
  private boolean reading = true;
  private int frames;
  private int overlapping;
  private String last = "";
  private int status = -1;

  FakeTerminal(int columns, int rows) {
    this.rows = rows;
    this.screen = new ReferenceTerminal(columns, rows);
  }

  synchronized void attach(TuiSession to) {
    session = to;
  }

  @Override
  public void write(byte[] bytes, Runnable written) {
    String sent = new String(bytes, ISO_8859_1);
    TuiSession asked = null;
    synchronized (this) {
      overlapping += pending == null ? 0 : 1;
      frames++;
      last = sent;
      sent = without(sent, new String(TerminalModes.enter(XTERM), ISO_8859_1));
      if (sent.endsWith(REPORT)) {
        sent = without(sent, REPORT);
        asked = session;
      }
      if (!sent.startsWith("\u0018")) {
        screen.feed(sent.getBytes(ISO_8859_1));
      }
      if (!reading) {
        pending = written;
      }
    }
    if (asked != null) {
      byte[] report = "\u001b[5;7R".getBytes(UTF_8);
      asked.received(report, 0, report.length);
    }
    if (reading) {
      written.run();
    }
  }

  private static String without(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? text : text.substring(0, at) + text.substring(at + part.length());
  }

  @Override
  public synchronized void close(int exitStatus) {
    status = exitStatus;
  }

  /** Types as a person does; {@code \r} is Enter. */
  void type(String keys) {
    TuiSession to = session;
    if (to != null) {
      byte[] bytes = keys.getBytes(UTF_8);
      to.received(bytes, 0, bytes.length);
    }
  }

  synchronized void stopReading() {
    reading = false;
  }

  void readOn() {
    Runnable next;
    synchronized (this) {
      reading = true;
      next = pending;
      pending = null;
    }
    if (next != null) {
      next.run();
    }
  }

  synchronized String picture() {
    return screen.text();
  }

  synchronized int frames() {
    return frames;
  }

  /** Frames that were sent while another was on its way. */
  synchronized int overlapping() {
    return overlapping;
  }

  synchronized int status() {
    return status;
  }

  synchronized boolean restored() {
    return last.equals(new String(TerminalModes.leave(XTERM, rows), ISO_8859_1));
  }
}
