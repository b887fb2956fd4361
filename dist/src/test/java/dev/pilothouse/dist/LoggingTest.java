package dev.pilothouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LogbackServiceProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.spi.SLF4JServiceProvider;

/** Libraries bring loggers along; a second one may win, and then nothing is in the log file. */
class LoggingTest {
  @Test
  void thereIsOneLogger() {
    assertThat(ServiceLoader.load(SLF4JServiceProvider.class))
        .hasSize(1)
        .first()
        .isInstanceOf(LogbackServiceProvider.class);
  }
}
