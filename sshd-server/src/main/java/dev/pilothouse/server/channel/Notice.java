package dev.pilothouse.server.channel;

import dev.pilothouse.server.channel.Wire.Stream;
import java.nio.charset.StandardCharsets;

/** Says one thing on the error stream and ends. */
final class Notice implements Occupant {
  private final Wire wire;
  private final String text;
  private final int exitStatus;

  Notice(Wire wire, String text, int exitStatus) {
    this.wire = wire;
    this.text = text;
    this.exitStatus = exitStatus;
  }

  /** Lines as a terminal in raw mode needs them, and everybody else can read them. */
  static byte[] line(String text) {
    return ("pilothouse: " + text + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void start() {
    wire.send(Stream.ERR, line(text), () -> {});
    wire.finish(exitStatus);
  }

  @Override
  public int received(byte[] bytes, int offset, int length) {
    return length;
  }

  @Override
  public void inputEnded() {}

  @Override
  public void resized(int columns, int rows) {}

  @Override
  public void signalled(String name) {}

  @Override
  public void gone() {}

  @Override
  public void warn(int secondsLeft) {}

  @Override
  public void end(String why) {
    wire.finish(exitStatus);
  }

  @Override
  public boolean outputIsActivity() {
    return false;
  }
}
