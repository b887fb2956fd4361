package dev.pilothouse.server.channel;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.server.channel.Wire.Stream;
import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.terminal.Link;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The text UI. Takes no thread: bytes go straight through in both directions. */
final class TuiOccupant implements Occupant {
  /**
   * What a terminal may have been switched to is switched back: scroll region, mouse, focus and
   * paste reports, alternate screen, keypad, cursor, colours (ctlseqs of xterm).
   */
  private static final byte[] RESTORE =
      ("\033[r\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2004l\033[?1l\033>"
              + "\033[?1049l\033[?7h\033[?25h\033[0m\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private static final int ENDED_BY_DOOR = 7;
  private static final byte[] CTRL_C = {3};

  private final House house;
  private final Principal who;
  private final String publicKey;
  private final Wire wire;
  private final ClientTerminal terminal;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicBoolean hungUp = new AtomicBoolean();
  private volatile @Nullable TuiSession tui;
  private volatile @Nullable Resizing resizing;

  TuiOccupant(House house, Principal who, String publicKey, Wire wire, ClientTerminal terminal) {
    this.house = house;
    this.who = who;
    this.publicKey = publicKey;
    this.wire = wire;
    this.terminal = terminal;
  }

  @Override
  public void start() {
    Link link =
        new Link() {
          @Override
          public void write(byte[] bytes, Runnable written) {
            wire.send(Stream.OUT, bytes, written);
          }

          @Override
          public void close(int exitStatus) {
            wire.finish(exitStatus);
          }
        };
    TuiSession session = house.reception().openTui(who, publicKey, link, terminal.description());
    resizing = new Resizing(terminal.columns(), terminal.rows(), session::resized, house::after);
    tui = session;
  }

  @Override
  public int received(byte[] bytes, int offset, int length) {
    TuiSession session = tui;
    if (session != null) {
      session.received(bytes, offset, length);
    }
    return length;
  }

  @Override
  public void inputEnded() {
    end("the input ended");
  }

  @Override
  public void resized(int columns, int rows) {
    Resizing sizes = resizing;
    if (sizes != null) {
      sizes.to(columns, rows);
    }
  }

  @Override
  public void signalled(String name) {
    switch (name) {
      case "INT" -> received(CTRL_C, 0, CTRL_C.length);
      case "TERM", "HUP", "KILL", "QUIT" -> end("the client asked for it");
      default -> {
        // nothing that a text UI knows
      }
    }
  }

  @Override
  public void gone() {
    TuiSession session = tui;
    if (session != null && hungUp.compareAndSet(false, true)) {
      session.hungUp();
    }
  }

  @Override
  public void warn(int secondsLeft) {
    TuiSession session = tui;
    if (session != null) {
      session.idleWarning(Duration.ofSeconds(secondsLeft));
    }
  }

  @Override
  public void end(String why) {
    TuiSession session = tui;
    if (ending.compareAndSet(false, true)) {
      if (session != null) {
        session.end(why);
      }
      house.after(house.timeouts().farewell(), () -> insist(why));
    }
  }

  private void insist(String why) {
    if (!wire.isEnding() && !wire.isBroken()) {
      wire.send(Stream.OUT, RESTORE, () -> {});
      wire.send(Stream.ERR, Notice.line(why), () -> {});
      wire.finish(ENDED_BY_DOOR);
    }
  }

  @Override
  public boolean outputIsActivity() {
    return false;
  }
}
