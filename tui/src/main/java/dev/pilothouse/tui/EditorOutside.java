package dev.pilothouse.tui;

import dev.pilothouse.tui.shell.edit.Editor;
import dev.pilothouse.tui.shell.edit.LocalEditor;
import dev.pilothouse.tui.terminal.LocalTerminal;
import java.io.IOException;
import java.util.List;

/** The person's own editor, on the terminal that the text UI leaves to it meanwhile. */
record EditorOutside(LocalTerminal terminal, List<String> program) implements Editor {
  EditorOutside {
    program = List.copyOf(program);
  }

  @Override
  public String edit(String text) throws IOException {
    String[] edited = {text};
    try (LocalEditor editor = new LocalEditor(program)) {
      terminal.outside(() -> edited[0] = editor.edit(text));
    }
    return edited[0];
  }
}
