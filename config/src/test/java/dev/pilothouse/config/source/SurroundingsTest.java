package dev.pilothouse.config.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is taken from the real machine. */
class SurroundingsTest {
  @Test
  void thisMachine() throws Exception {
    Process uname = new ProcessBuilder("uname", "-n").start();
    String name = new String(uname.getInputStream().readAllBytes(), UTF_8).strip();

    Surroundings here = Surroundings.ofProcess();

    assertThat(here.hostName()).isNotBlank().doesNotContain(".").isEqualTo(name.split("\\.")[0]);
    assertThat(here.userName()).isEqualTo(System.getProperty("user.name"));
    assertThat(here.environment()).isEqualTo(System.getenv());
  }
}
