package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.edit.DomainXml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where definitions come from: stdin, or a file of the machine that a local person sits at. */
final class Sources {
  private Sources() {}

  /**
   * @param name {@code -} for stdin
   * @throws CommandException USAGE when it cannot be read or is no definition
   */
  static DomainXml xml(Call call, String name) {
    byte[] bytes = bytes(call, name);
    if (bytes.length == 0) {
      throw CommandException.usage("There is no XML: the input is empty.");
    }
    try {
      return DomainXml.parse(bytes);
    } catch (DomainXml.MalformedException e) {
      throw CommandException.usage(
          "This is no VM's definition: " + Visible.line(String.valueOf(e.getMessage())) + ".");
    }
  }

  /**
   * At most 1 MiB of stdin or of a local person's file.
   *
   * @param name {@code -} for stdin
   */
  static byte[] bytes(Call call, String name) {
    return name.equals("-") ? stdin(call) : file(call, name);
  }

  private static byte[] stdin(Call call) {
    if (!call.talk().hasInput()) {
      throw CommandException.usage(
          "After ':' there is no stdin to read. "
              + (call.around().local()
                  ? "Name the file instead of '-'."
                  : "Run the command over SSH, with '< web01.xml' at its end."));
    }
    byte[] bytes =
        call.talk()
            .readAll(DomainXml.MOST_BYTES)
            .orElseThrow(
                () -> CommandException.usage("The input is larger than 1 MiB or ended too early."));
    if (call.talk().interrupted().isDone()) {
      throw CommandException.interrupted("Nothing was done.");
    }
    return bytes;
  }

  private static byte[] file(Call call, String name) {
    if (!call.around().local()) {
      throw CommandException.usage(
          "Files of the management node cannot be named from here. Send the XML on stdin: "
              + (call.talk().hasInput() ? "" : "run the command over SSH, ")
              + "write '-' for the file, and '< web01.xml' at the end of your ssh command.");
    }
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      byte[] bytes = in.readNBytes(DomainXml.MOST_BYTES + 1);
      if (bytes.length > DomainXml.MOST_BYTES) {
        throw CommandException.usage("'" + Visible.line(name) + "' is larger than 1 MiB.");
      }
      return bytes;
    } catch (IOException | InvalidPathException e) {
      throw CommandException.usage(
          "'" + Visible.line(name) + "' cannot be read (" + e.getClass().getSimpleName() + ").");
    }
  }
}
