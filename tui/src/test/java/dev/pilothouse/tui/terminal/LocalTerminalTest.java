package dev.pilothouse.tui.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link LocalTerminalDemo} in a shell in a real tmux: what a person would see and be left with.
 */
class LocalTerminalTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Tmux tmux;

  @BeforeEach
  void setUp() throws Exception {
    Files.writeString(
        directory.resolve("demo.sh"),
        "exec '%s/bin/java' --enable-native-access=ALL-UNNAMED -cp '%s' %s\n"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                LocalTerminalDemo.class.getName()));
    tmux = new Tmux(directory, 80, 24, List.of("env", "PS1=$ ", "bash", "--norc", "--noprofile"));
    type("stty -g > before");
    awaitFile("before");
    start();
  }

  @AfterEach
  void tearDown() {
    tmux.close();
  }

  private void type(String command) {
    tmux.keys(command, "Enter");
  }

  private void start() {
    type("clear; bash demo.sh; echo ended=$?");
    awaitScreen("demo 80x24");
  }

  private void awaitScreen(String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(tmux.text()).contains(text));
  }

  private void awaitFile(String name) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> Files.exists(directory.resolve(name)) && Files.size(directory.resolve(name)) > 0);
  }

  private void assertRestored() throws Exception {
    assertThat(tmux.query("alternate=#{alternate_on} cursor=#{cursor_flag} wrap=#{wrap_flag}"))
        .isEqualTo("alternate=0 cursor=1 wrap=1");
    type("stty -g > after");
    awaitFile("after");
    assertThat(directory.resolve("after")).hasSameTextualContentAs(directory.resolve("before"));
  }

  @Test
  void keysResizesAndQuit() throws Exception {
    assertThat(tmux.text()).contains("日本語 ▶");
    tmux.keys("Down");
    awaitScreen("ArrowDown");
    tmux.keys("C-c");
    awaitScreen("character='c'");
    tmux.keys("Escape");
    awaitScreen("keytype=Escape");
    tmux.resize(60, 10);
    awaitScreen("demo 60x10");
    tmux.resize(100, 30);
    awaitScreen("demo 100x30");
    tmux.keys("q");
    awaitScreen("ended=0");
    assertRestored();
  }

  @Test
  void anExceptionRestoresTheTerminalAndIsReadable() throws Exception {
    tmux.keys("x");
    awaitScreen("ended=1");
    assertThat(tmux.text()).contains("IllegalStateException: the demo was told");
    assertRestored();
  }

  @Test
  void exitRestoresTheTerminal() throws Exception {
    tmux.keys("e");
    awaitScreen("ended=7");
    assertRestored();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15})
  void signalsRestoreTheTerminal(int signal) throws Exception {
    ProcessHandle shell = ProcessHandle.of(Long.parseLong(tmux.query("#{pane_pid}"))).orElseThrow();
    long demo = shell.children().findFirst().orElseThrow().pid();
    new ProcessBuilder("kill", "-" + signal, "" + demo).start().waitFor();
    awaitScreen("ended=" + (128 + signal));
    assertRestored();
  }

  @Test
  void controlZStopsAndForegroundGoesOn() throws Exception {
    tmux.keys("C-z");
    awaitScreen("Stopped");
    assertRestored();
    type("fg");
    awaitScreen("demo 80x24");
    tmux.keys("Up");
    awaitScreen("ArrowUp");
    tmux.keys("q");
    awaitScreen("bash demo.sh");
  }

  @Test
  void anotherProgramMayUseTheTerminalMeanwhile() throws Exception {
    tmux.keys("o");
    awaitScreen("outside");
    type("hello");
    awaitScreen("demo 80x24");
    tmux.keys("q");
    awaitScreen("got hello");
    awaitScreen("ended=0");
    assertRestored();
  }
}
