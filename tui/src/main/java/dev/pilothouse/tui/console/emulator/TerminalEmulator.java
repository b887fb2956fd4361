package dev.pilothouse.tui.console.emulator;

import com.techsenger.jeditermfx.core.RequestOrigin;
import com.techsenger.jeditermfx.core.TerminalColor;
import com.techsenger.jeditermfx.core.TerminalDataStream;
import com.techsenger.jeditermfx.core.TerminalOutputStream;
import com.techsenger.jeditermfx.core.TextStyle;
import com.techsenger.jeditermfx.core.emulator.JediEmulator;
import com.techsenger.jeditermfx.core.model.JediTerminal;
import com.techsenger.jeditermfx.core.model.StyleState;
import com.techsenger.jeditermfx.core.model.TerminalLine;
import com.techsenger.jeditermfx.core.model.TerminalTextBuffer;
import com.techsenger.jeditermfx.core.util.CharUtils;
import com.techsenger.jeditermfx.core.util.TermSize;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal of its own (JediTerm: xterm's and the VT family's sequences), with what scrolled out
 * of it. One virtual thread emulates. Thread-safe, but one brings what is printed.
 */
public final class TerminalEmulator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalEmulator.class);

  /** Lines kept that scrolled out. */
  public static final int SCROLLBACK = 2000;

  private final NoDisplay display = new NoDisplay();
  private final StyleState styles = new StyleState();
  private final TerminalTextBuffer buffer;
  private final JediTerminal terminal;
  private final Feed feed = new Feed();
  private final Sieve sieve = new Sieve();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final Runnable changed;
  private byte[] torn = new byte[0];
  private int columns;
  private int rows;

  /**
   * @param answers hears what a terminal would answer to the guest: cursor reports and its kind
   * @param changed rings, often, after the picture may have changed; must not block
   */
  public TerminalEmulator(int columns, int rows, Consumer<String> answers, Runnable changed) {
    this.columns = clamp(columns);
    this.rows = clamp(rows);
    this.changed = changed;
    this.buffer = new TerminalTextBuffer(this.columns, this.rows, styles, SCROLLBACK, null);
    this.terminal = new JediTerminal(display, buffer, styles);
    terminal.setTerminalOutput(
        new TerminalOutputStream() {
          @Override
          public void sendBytes(byte[] bytes, boolean typed) {
            answers.accept(new String(bytes, StandardCharsets.ISO_8859_1));
          }

          @Override
          public void sendString(String text, boolean typed) {
            answers.accept(text);
          }
        });
    Thread.ofVirtual().name("emulator").start(this::emulate);
  }

  private static int clamp(int cells) {
    return Math.max(5, Math.min(cells, Frame.MAX_COLUMNS));
  }

  /** Waits while the emulator has enough to do. */
  public void print(byte[] bytes) throws InterruptedIOException {
    ByteBuffer in = ByteBuffer.allocate(torn.length + bytes.length).put(torn).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, false);
    torn = new byte[in.remaining()];
    in.get(torn);
    out.flip();
    // JediTerm marks the second cell of a wide character by DWC; a guest must not.
    feed.add(sieve.sift(out).replace(CharUtils.DWC, '\uFFFD').toCharArray());
  }

  private void emulate() {
    JediEmulator emulator = new JediEmulator(feed, terminal);
    try {
      while (emulator.hasNext()) {
        try {
          emulator.next();
        } catch (TerminalDataStream.EOF e) {
          return;
        } catch (IOException | RuntimeException e) {
          LOG.debug("a guest printed what the emulator does not stand", e);
        }
        changed.run();
      }
    } finally {
      feed.close(); // so that nobody waits for it
    }
  }

  /** Waits until all that was printed is in the picture. */
  public void drain() throws InterruptedException {
    feed.drain();
  }

  public int columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  public void resize(int newColumns, int newRows) {
    int c = clamp(newColumns);
    int r = clamp(newRows);
    if (c != columns || r != rows) {
      columns = c;
      rows = r;
      terminal.resize(new TermSize(c, r), RequestOrigin.User);
      changed.run();
    }
  }

  /**
   * The bytes of a key that is no character, as the guest wants them now (cursor keys and keypad
   * have two modes).
   *
   * @param virtualKey as java.awt.event.KeyEvent numbers them
   * @return empty when no terminal has it
   */
  public byte[] key(int virtualKey) {
    byte[] code = terminal.getCodeForKey(virtualKey, 0);
    return code == null ? new byte[0] : code;
  }

  /** How many lines scrolled out and are kept. */
  public int history() {
    buffer.lock();
    try {
      return buffer.getHistoryLinesCount();
    } finally {
      buffer.unlock();
    }
  }

  /** All lines, those that scrolled out first; without blanks at their ends. */
  public List<String> lines() {
    buffer.lock();
    try {
      List<String> lines = new ArrayList<>();
      for (int i = -buffer.getHistoryLinesCount(); i < buffer.getScreenLinesCount(); i++) {
        lines.add(plain(buffer.getLine(i).getText()).stripTrailing());
      }
      return lines;
    } finally {
      buffer.unlock();
    }
  }

  /** The lines on the screen. */
  public List<String> screen() {
    buffer.lock();
    try {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < buffer.getScreenLinesCount(); i++) {
        lines.add(plain(buffer.getLine(i).getText()).stripTrailing());
      }
      return lines;
    } finally {
      buffer.unlock();
    }
  }

  private static String plain(String text) {
    return text.replace(Character.toString(CharUtils.DWC), "").replace(CharUtils.NUL_CHAR, ' ');
  }

  /**
   * Paints the lower left part that fits.
   *
   * @param back how many lines to look back
   */
  public void paint(Frame frame, Rect area, int back) {
    buffer.lock();
    try {
      int top = Math.max(0, rows - area.rows()) - back;
      for (int i = 0; i < Math.min(area.rows(), rows); i++) {
        int line = top + i;
        if (line >= -buffer.getHistoryLinesCount() && line < buffer.getScreenLinesCount()) {
          paint(frame, area.line(i), buffer.getLine(line));
        }
      }
      int row = display.row() - 1 - top;
      if (back == 0 && display.visible() && row >= 0 && row < area.rows()) {
        frame.cursor(
            area.row() + row, area.column() + Math.min(display.column(), area.columns() - 1));
      }
    } finally {
      buffer.unlock();
    }
  }

  private static void paint(Frame frame, Rect line, TerminalLine from) {
    int column = 0;
    for (TerminalLine.TextEntry entry : from.getEntries()) {
      String text = entry.getText().toString();
      int room = line.columns() - column;
      if (room <= 0) {
        return;
      }
      String shown = text.length() > room ? text.substring(0, room) : text;
      if (!entry.isNul()) {
        frame.put(line.row(), line.column() + column, plain(shown), style(entry.getStyle()));
      }
      column += text.length();
    }
  }

  private static Style style(TextStyle from) {
    Style style = Style.DEFAULT;
    TerminalColor foreground = from.getForeground();
    TerminalColor background = from.getBackground();
    if (foreground != null) {
      style =
          foreground.isIndexed()
              ? style.foreground(foreground.getColorIndex())
              : style.foregroundRgb(foreground.toColor().getRGB());
    }
    if (background != null) {
      style =
          background.isIndexed()
              ? style.background(background.getColorIndex())
              : style.backgroundRgb(background.toColor().getRGB());
    }
    for (TextStyle.Option option : TextStyle.Option.values()) {
      if (from.hasOption(option)) {
        style =
            switch (option) {
              case BOLD -> style.bold();
              case ITALIC -> style.italic();
              case SLOW_BLINK, RAPID_BLINK -> style.blink();
              case DIM -> style.dim();
              case INVERSE -> style.reverse();
              case UNDERLINED -> style.underline();
              case HIDDEN -> style;
            };
      }
    }
    return style;
  }

  @Override
  public void close() {
    feed.close();
  }
}
