package dev.pilothouse.tui.shell.edit;

import java.io.IOException;

/** Lets a person change a text. */
@FunctionalInterface
public interface Editor {
  /**
   * Blocks until the person is done.
   *
   * @return the text as the person left it
   * @throws IOException when the editor cannot be started or its file not be read; the message says
   *     what to do
   */
  String edit(String text) throws IOException;
}
