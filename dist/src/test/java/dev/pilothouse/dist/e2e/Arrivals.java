package dev.pilothouse.dist.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in the background, and when it said what. */
final class Arrivals implements AutoCloseable {
  /** Up to which byte there was something at what time of {@link System#nanoTime()}. */
  private record Chunk(int end, long at) {}

  private final Process process;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<Chunk> chunks = new ArrayList<>();

  Arrivals(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().put("TERM", "xterm");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> read(process.getInputStream()));
  }

  private void read(InputStream from) {
    byte[] part = new byte[8192];
    try {
      for (int n = from.read(part); n >= 0; n = from.read(part)) {
        take(part, n, System.nanoTime());
      }
    } catch (IOException e) {
      // ended under us: what came is what there is
    }
  }

  private synchronized void take(byte[] bytes, int length, long at) {
    said.write(bytes, 0, length);
    chunks.add(new Chunk(said.size(), at));
    notifyAll();
  }

  /** What was said up to now ends here. */
  synchronized int mark() {
    return said.size();
  }

  synchronized boolean has(String text) {
    return said.toString(UTF_8).contains(text);
  }

  /** Waits until {@code text} stands after the mark; the time when the last of it came. */
  synchronized long when(int mark, String text) {
    byte[] wanted = text.getBytes(UTF_8);
    long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(Program.MINUTES);
    int end = end(mark, wanted);
    while (end < 0) {
      long left = limit - System.nanoTime();
      if (left <= 0 || !process.isAlive()) {
        throw new AssertionError("no '" + text + "' in " + said.toString(UTF_8));
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      end = end(mark, wanted);
    }
    for (Chunk chunk : chunks) {
      if (chunk.end >= end) {
        return chunk.at;
      }
    }
    throw new IllegalStateException("bytes without a time");
  }

  private int end(int from, byte[] wanted) {
    byte[] all = said.toByteArray();
    for (int at = from; at + wanted.length <= all.length; at++) {
      int same = 0;
      while (same < wanted.length && all[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at + same;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
