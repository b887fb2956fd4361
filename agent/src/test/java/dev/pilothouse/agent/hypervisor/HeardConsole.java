package dev.pilothouse.agent.hypervisor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what a console printed. Thread-safe. */
public final class HeardConsole implements Consoles.Ear {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private int ends;

  @Override
  public synchronized void printed(byte[] bytes) {
    printed.writeBytes(bytes);
  }

  @Override
  public synchronized void ended(String why) {
    ends++;
  }

  public synchronized String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  public synchronized int ends() {
    return ends;
  }
}
