package dev.pilothouse.tui.shell.edit;

import java.io.IOException;
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

  @Override
  public String edit(String text) throws IOException {
    Files.writeString(file, text);
    List<String> command = new ArrayList<>(program);
    command.add(file.toString());
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new IOException(
          "The editor '" + program.getFirst() + "' cannot be started; set EDITOR to one that can.",
          e);
    }
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "The editor '"
                + program.getFirst()
                + "' ended with status "
                + status
                + "; nothing was done.");
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("The editor was interrupted; nothing was done.", e);
    }
    return Files.readString(file);
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
