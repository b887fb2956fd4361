package dev.pilothouse.tui.shell.edit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The person's editor did not do its work; the message says what to do about it. */
public final class EditorException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final boolean started;

  EditorException(String message, String text, boolean started, @Nullable Throwable cause) {
    super(message, cause);
    this.text = text;
    this.started = started;
  }

  /** What the editor left, which may be what it was given. */
  public String text() {
    return text;
  }

  /** Whether there was an editor at all. */
  public boolean started() {
    return started;
  }
}
