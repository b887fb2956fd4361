package dev.pilothouse.tui.shell.edit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.builtins.Nano;

/**
 * JLine's nano on the person's terminal. It knows only a file system of its own with the one text
 * in it, so that no command of the editor reaches a file of the management node.
 */
public final class ScreenEditor implements Editor {
  private static final String FILE = "definition.xml";

  private final TerminalStreams streams;

  public ScreenEditor(TerminalStreams streams) {
    this.streams = streams;
  }

  @Override
  public String edit(String text) throws IOException {
    Path directory = Files.createTempDirectory("pilothouse-");
    Path archive = directory.resolve("editor.zip");
    try (FileSystem files =
        FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of("create", "true"))) {
      Path root = files.getPath("/");
      Path file = root.resolve(FILE);
      Files.writeString(file, text);
      Nano nano = new Nano(streams.terminalOfJline(), root);
      nano.title = "Definition";
      nano.setRestricted(true);
      nano.open(FILE);
      nano.run();
      return Files.readString(file);
    } finally {
      Files.deleteIfExists(archive);
      Files.deleteIfExists(directory);
    }
  }
}
