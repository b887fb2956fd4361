package dev.pilothouse.agent.operation;

import dev.pilothouse.fleet.model.Visible;

/** Exceptions for the log: their messages may quote names and XML from outside. */
final class LogSafe {
  private LogSafe() {}

  /** The same story with every message made visible. */
  static Throwable of(Throwable e) {
    Throwable cause = e.getCause();
    Throwable safe =
        new RuntimeException(Visible.line(e.toString()), cause == null ? null : of(cause));
    safe.setStackTrace(e.getStackTrace());
    return safe;
  }
}
