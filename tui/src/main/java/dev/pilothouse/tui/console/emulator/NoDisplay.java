package dev.pilothouse.tui.console.emulator;

import com.techsenger.jeditermfx.core.Color;
import com.techsenger.jeditermfx.core.CursorShape;
import com.techsenger.jeditermfx.core.TerminalDisplay;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseFormat;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseMode;
import com.techsenger.jeditermfx.core.model.TerminalSelection;
import org.jspecify.annotations.Nullable;

/** Where the emulator tells its cursor; bells, titles and the mouse go nowhere. */
final class NoDisplay implements TerminalDisplay {
  private volatile int column;
  private volatile int row;
  private volatile boolean visible = true;

  /** From 0. */
  int column() {
    return column;
  }

  /** From 1. */
  int row() {
    return row;
  }

  boolean visible() {
    return visible;
  }

  @Override
  public void setCursor(int x, int y) {
    column = x;
    row = y;
  }

  @Override
  public void setCursorVisible(boolean shown) {
    visible = shown;
  }

  @Override
  public void setCursorShape(CursorShape shape) {}

  @Override
  public void beep() {}

  @Override
  public void scrollArea(int top, int size, int lines) {}

  @Override
  public void useAlternateScreenBuffer(boolean used) {}

  @Override
  public String getWindowTitle() {
    return "";
  }

  @Override
  public void setWindowTitle(String title) {}

  @Override
  public @Nullable TerminalSelection getSelection() {
    return null;
  }

  @Override
  public void terminalMouseModeSet(MouseMode mode) {}

  @Override
  public void setMouseFormat(MouseFormat format) {}

  @Override
  public boolean ambiguousCharsAreDoubleWidth() {
    return false;
  }

  @Override
  public Color getWindowForeground() {
    return new Color(0xAA, 0xAA, 0xAA);
  }

  @Override
  public Color getWindowBackground() {
    return new Color(0, 0, 0);
  }
}
