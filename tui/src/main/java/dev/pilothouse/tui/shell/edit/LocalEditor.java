package dev.pilothouse.tui.shell.edit;

import dev.pilothouse.tui.terminal.Interrupt;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The person's own editor on a private file, with this process's terminal. */
public final class LocalEditor implements Editor, AutoCloseable {
  private final List<String> program;
  private final Path file;
  private boolean kept;

  /**
   * @param program to start and its arguments, before the file's path
   */
  public LocalEditor(List<String> program) throws IOException {
    this.program = program;
    // Only its owner can read what createTempFile makes.
    this.file = Files.createTempFile("pilothouse-", ".xml");
  }

  /**
   * @throws EditorException when it cannot be started or ends with another status than 0
   */
  @Override
  public String edit(String text) throws IOException {
    Files.writeString(file, text);
    List<String> command = new ArrayList<>(program);
    command.add(file.toString());
    // Editors know Ctrl-C; it must not end what waits for them.
    Interrupt.Changed interrupt = Interrupt.leaveToAnother();
    try {
      Process process = start(command, text);
      int status = ended(process);
      String edited = written();
      if (status != 0) {
        throw new EditorException(
            "The editor '"
                + program.getFirst()
                + "' ended with status "
                + status
                + "; nothing was done.",
            edited,
            true,
            null);
      }
      return edited;
    } finally {
      interrupt.restore();
    }
  }

  private int ended(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new EditorException(
          "The editor was interrupted; nothing was done.", written(), true, e);
    }
  }

  private Process start(List<String> command, String text) throws EditorException {
    try {
      return new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new EditorException(
          "The editor '" + program.getFirst() + "' cannot be started; set EDITOR to one that can.",
          text,
          false,
          e);
    }
  }

  private String written() throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(
          "What the editor wrote is not UTF-8; nothing was done. It is kept in " + keep() + ".", e);
    }
  }

  /** Keeps the file beyond {@link #close}, for work that could not be applied. */
  public Path keep() {
    kept = true;
    return file;
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      Files.deleteIfExists(file);
    }
  }
}
