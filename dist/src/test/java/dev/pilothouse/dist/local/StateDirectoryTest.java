package dev.pilothouse.dist.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final Path HOME = Path.of("/home/ann");

  @TempDir Path folder;

  @Test
  void standardFolders() {
    assertThat(StateDirectory.standard("root", Map.of("XDG_STATE_HOME", "/x"), Path.of("/root")))
        .isEqualTo(Path.of("/var/lib/pilothouse"));
    assertThat(StateDirectory.standard("ann", Map.of(), HOME))
        .isEqualTo(HOME.resolve(".local/state/pilothouse"));
    assertThat(StateDirectory.standard("ann", Map.of("XDG_STATE_HOME", "/x"), HOME))
        .isEqualTo(Path.of("/x/pilothouse"));
    assertThat(StateDirectory.standard("ann", Map.of("HOME", "/h"), HOME))
        .isEqualTo(Path.of("/h/.local/state/pilothouse"));
    // The specification: a relative path is to be ignored.
    assertThat(StateDirectory.standard("ann", Map.of("XDG_STATE_HOME", "x"), HOME))
        .isEqualTo(HOME.resolve(".local/state/pilothouse"));
  }

  @Test
  void isClosedToOthersEvenIfItWasOpen() throws IOException {
    Path open = Files.createDirectories(folder.resolve("a/b"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    StateDirectory state = StateDirectory.open(open);
    state.write(state.pid(), "1\n");
    assertThat(permissions(state.root())).isEqualTo("rwx------");
    assertThat(permissions(state.redis())).isEqualTo("rwx------");
    assertThat(permissions(state.pid())).isEqualTo("rw-------");
  }

  @Test
  void refusesWhatCannotBeOne() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> StateDirectory.open(file))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("--state DIR");
    StateDirectory deep = StateDirectory.open(folder.resolve("d".repeat(100)));
    assertThatThrownBy(deep::redisSocket)
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("too long for a Unix socket");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
