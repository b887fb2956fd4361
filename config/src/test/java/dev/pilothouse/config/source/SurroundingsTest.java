package dev.pilothouse.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** What is taken from the real machine. */
class SurroundingsTest {
  @Test
  void thisMachine() throws Exception {
    Surroundings here = Surroundings.ofProcess();

    assertThat(InetAddress.getLocalHost().getHostName()).startsWith(here.hostName());
    assertThat(here.hostName()).doesNotContain(".").isNotBlank();
    assertThat(here.userName()).isEqualTo(System.getProperty("user.name"));
    assertThat(here.environment()).isEqualTo(System.getenv());
  }
}
