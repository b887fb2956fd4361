package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads a stream as it comes, on a thread of its own. */
final class Reading {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Thread reader;

  Reading(InputStream in) {
    reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  byte[] part = new byte[8192];
                  try {
                    for (int n = in.read(part); n >= 0; n = in.read(part)) {
                      synchronized (bytes) {
                        bytes.write(part, 0, n);
                      }
                    }
                  } catch (IOException e) {
                    // closed under us: what came is what there is
                  }
                });
  }

  String soFar() {
    synchronized (bytes) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  /** In bytes. */
  int size() {
    synchronized (bytes) {
      return bytes.size();
    }
  }

  void awaits(String text) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(soFar()).contains(text));
  }

  String all() throws InterruptedException {
    reader.join();
    return soFar();
  }
}
