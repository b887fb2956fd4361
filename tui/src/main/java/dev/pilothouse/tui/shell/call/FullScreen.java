package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.console.ConsoleTarget;

/** Gives a command's whole terminal to something that is more than lines. */
@FunctionalInterface
public interface FullScreen {
  /**
   * Shows a console until the person leaves it.
   *
   * @param streams with a terminal
   * @return the exit status
   */
  int console(Principal who, ConsoleTarget target, CommandStreams streams);
}
