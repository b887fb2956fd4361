package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.console.ConsoleLine;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A serial console's bytes as they are: stdin to the guest, what it prints to stdout. It prints
 * from now on, not what was before; after the end of stdin it ends when the guest falls silent.
 */
final class RawConsole implements ConsoleLine.Ear {
  private static final byte LEAVE = 0x1D;
  private static final byte CTRL_C = 3;
  private static final int PIECE = 256;
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Call call;
  private final ConsoleTarget target;
  private final boolean follow;
  private final CompletableFuture<Integer> over = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile long lastHeard = System.nanoTime();
  private boolean printedBefore;

  /**
   * @param follow go on after the input's end
   */
  RawConsole(Call call, ConsoleTarget target, boolean follow) {
    this.call = call;
    this.target = target;
    this.follow = follow;
  }

  int run() {
    CommandStreams streams = call.talk().streams();
    try (ConsoleLine line = ConsoleLine.open(call.room(), call.who(), target, this)) {
      if (call.talk().onTerminal()) {
        streams.onInterrupt(() -> send(line, new byte[] {CTRL_C}));
        call.talk().say("Connected to " + target.name() + ". ^] leaves.");
      } else {
        streams.onInterrupt(() -> over.complete(ExitStatus.INTERRUPTED));
      }
      Thread.ofVirtual().name("console-input").start(() -> read(streams.in(), line));
      return over.join();
    }
  }

  private void read(InputStream in, ConsoleLine line) {
    byte[] piece = new byte[PIECE];
    try {
      ready.join();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        byte[] typed = Arrays.copyOf(piece, read);
        if (call.talk().onTerminal() && typed.length == 1 && typed[0] == LEAVE) {
          over.complete(ExitStatus.DONE);
          return;
        }
        send(line, typed);
      }
    } catch (IOException e) {
      over.complete(ExitStatus.GONE);
      return;
    }
    lastHeard = System.nanoTime();
    if (!follow) {
      endWhenQuiet();
    }
  }

  private void send(ConsoleLine line, byte[] bytes) {
    lastHeard = System.nanoTime();
    if (!line.send(new ConsoleWish.Type(bytes))) {
      call.talk().say("The console is not open now: what was typed is lost.");
    }
  }

  private void endWhenQuiet() {
    long left = lastHeard + QUIET.toNanos() - System.nanoTime();
    if (left <= 0) {
      over.complete(ExitStatus.DONE);
    } else {
      CompletableFuture.delayedExecutor(
              Math.max(left, LOOK.toNanos()), TimeUnit.NANOSECONDS, Runnable::run)
          .execute(this::endWhenQuiet);
    }
  }

  @Override
  public void opened(String host) {}

  @Override
  public void told(ConsoleNews news) {
    switch (news) {
      case ConsoleNews.Printed printed -> print(printed);
      case ConsoleNews.Keyboard keyboard -> {
        if (target.typing() && !keyboard.yours()) {
          call.talk()
              .say(
                  (keyboard.holder() == null ? "Nobody" : keyboard.holder())
                      + " has the keyboard: you only watch.");
        }
        ready.complete(null);
      }
      case ConsoleNews.Condition condition -> {
        if (!condition.words().isEmpty()) {
          call.talk().say(condition.words());
        }
      }
      case ConsoleNews.Remark remark -> call.talk().say(remark.words());
      case ConsoleNews.Shown shown -> {}
      case ConsoleNews.Struck struck -> {}
      case ConsoleNews.Photograph photograph -> {}
    }
  }

  /** The first is what was printed before. */
  private void print(ConsoleNews.Printed printed) {
    lastHeard = System.nanoTime();
    if (!printedBefore) {
      printedBefore = true;
      return;
    }
    try {
      call.talk().streams().out().write(printed.bytes());
      call.talk().streams().out().flush();
    } catch (IOException e) {
      over.complete(ExitStatus.GONE);
    }
  }

  @Override
  public void away(Failure why, boolean forGood) {
    call.talk().say(why.message() + " " + why.hint());
    if (forGood) {
      over.complete(ExitStatus.of(why.code()));
    }
  }
}
