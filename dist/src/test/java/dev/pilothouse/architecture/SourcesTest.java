package dev.pilothouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can only be seen in the sources themselves. */
class SourcesTest {
  private static final int LONGEST = 400;

  /** Files that may be longer, each with its reason. */
  private static final Map<String, String> LONGER =
      Map.of(
          "OperationRunnerTest.java", "one story per way an operation can go, told in one place",
          "HypervisorContract.java", "one contract that three hypervisors keep",
          "BusContract.java", "one contract that both buses keep");

  private static final List<String> MODULES =
      List.of("config", "fleet", "tui", "sshd-server", "agent", "dist");

  private static final Path ROOT = root();

  @Test
  void filesStayShort() {
    Map<String, Integer> tooLong = new TreeMap<>();
    for (Path file : java("src")) {
      int lines = lines(file).size();
      String name = file.getFileName().toString();
      if (lines > LONGEST && !LONGER.containsKey(name)) {
        tooLong.put(name, lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyExceptionIsStillNeeded() {
    Set<String> needed = new TreeSet<>();
    for (Path file : java("src")) {
      if (lines(file).size() > LONGEST) {
        needed.add(file.getFileName().toString());
      }
    }
    assertThat(needed).containsExactlyInAnyOrderElementsOf(LONGER.keySet());
  }

  @Test
  void everyPackageSaysWhatLivesThereAndIsNullMarked() {
    Set<Path> silent = new TreeSet<>();
    for (Path file : java("src/main")) {
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info)
          || !text(info).contains("@NullMarked")
          || !text(info).contains("/**")) {
        silent.add(ROOT.relativize(file.getParent()));
      }
    }
    assertThat(silent).isEmpty();
  }

  /** A shell given a string is how a VM's name becomes a command. */
  @Test
  void noProgramIsRunThroughAShell() {
    Pattern shell = Pattern.compile("\"(/bin/)?(ba|da|z)?sh\"\\s*,\\s*\"-\\w*c\"");
    assertThat(matching("src/main", shell)).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    assertThat(
            matching("src/main", Pattern.compile("\\b(TODO|FIXME|XXX)\\b|UnsupportedOperationExc")))
        .isEmpty();
  }

  @Test
  void noTestIsSwitchedOffOrSleeps() {
    Pattern off = Pattern.compile("@Disabled\\b|\\bassumeTrue\\(|\\bassumeFalse\\(|Thread\\.sleep");
    assertThat(matching("src/test", off)).isEmpty();
  }

  private static Set<String> matching(String folder, Pattern pattern) {
    Set<String> found = new TreeSet<>();
    for (Path file : java(folder)) {
      if (!file.endsWith("SourcesTest.java") && pattern.matcher(text(file)).find()) {
        found.add(ROOT.relativize(file).toString());
      }
    }
    return found;
  }

  private static List<Path> java(String folder) {
    List<Path> files =
        MODULES.stream()
            .map(module -> ROOT.resolve(module).resolve(folder))
            .filter(Files::isDirectory)
            .flatMap(SourcesTest::files)
            .toList();
    assertThat(files).as("java files in %s", folder).isNotEmpty();
    return files;
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isExecutable(folder.resolve("verify"))) {
      folder = folder.getParent();
    }
    assertThat(folder).as("a folder with ./verify above this one").isNotNull();
    return folder;
  }
}
