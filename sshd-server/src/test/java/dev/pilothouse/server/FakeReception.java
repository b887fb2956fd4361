package dev.pilothouse.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.ImageShelf;
import dev.pilothouse.tui.Reception;
import dev.pilothouse.tui.terminal.Link;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A small working reception: an echoing text UI and a few commands with awkward habits. */
final class FakeReception implements Reception {
  static final String ENTER = "\033[?1049h";
  static final String LEAVE = "\033[?1049l";

  /** What happened, such as {@code open alice} or {@code interrupted}. */
  final Queue<String> events = new ConcurrentLinkedQueue<>();

  /** What {@code follow} tells, line by line; an empty one ends it. */
  final BlockingQueue<String> news = new LinkedBlockingQueue<>();

  /** Of everybody who opened a text UI. */
  final BlockingQueue<String> publicKeys = new LinkedBlockingQueue<>();

  final AtomicInteger openTuis = new AtomicInteger();

  /** When set, a text UI that is asked to end does nothing. */
  volatile boolean stubborn;

  /** What {@link #images} gives; nothing can be done with images before it is set. */
  volatile @Nullable ImageShelf shelf;

  /** Where {@code web01} answers, whatever port is asked for; 0 for nowhere. */
  volatile int guest;

  /** The passages that were opened. */
  final Queue<FakePassage> passages = new ConcurrentLinkedQueue<>();

  /** When set, whoever wants a passage waits for it. */
  volatile @Nullable CountDownLatch gate;

  @Override
  public Passage open(Principal who, String target, int port) {
    events.add("passage " + who.name() + " " + who.role() + " " + target + " " + port);
    CountDownLatch closed = gate;
    if (closed != null) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new OperationException(ErrorCode.CANCELLED, "interrupted");
      }
    }
    return switch (target) {
      case "web01", "web01.vnc" -> {
        FakePassage passage = new FakePassage("port " + port + " of h1/" + target, guest);
        passages.add(passage);
        yield passage;
      }
      case "off" -> throw new OperationException(ErrorCode.WRONG_STATE, "off is shut off.");
      case "full" -> throw new OperationException(ErrorCode.NO_CAPACITY, "No more of them.");
      case "fail" -> throw new IllegalStateException("this is meant to fail");
      default ->
          throw new OperationException(
              ErrorCode.NOT_FOUND, "There is no VM '" + target + "'.\nSecond line \033[31m.");
    };
  }

  @Override
  public ImageShelf images(Principal who) {
    events.add("images " + who.name() + " " + who.role());
    return Objects.requireNonNull(shelf);
  }

  @Override
  public TuiSession openTui(
      Principal who, String publicKey, Link link, TerminalDescription terminal) {
    events.add("open " + who.name() + " " + who.role() + " " + who.origin());
    publicKeys.add(publicKey);
    openTuis.incrementAndGet();
    EchoTui tui = new EchoTui(link);
    tui.say(
        ENTER
            + "READY %s %dx%d %s\r\n"
                .formatted(
                    terminal.type(),
                    terminal.columns(),
                    terminal.rows(),
                    new TreeMap<>(terminal.environment())));
    return tui;
  }

  private final class EchoTui implements TuiSession {
    private final Link link;
    private final StringBuilder waiting = new StringBuilder();
    private boolean writing;
    private boolean flooding;
    private boolean closed;

    EchoTui(Link link) {
      this.link = link;
    }

    synchronized void say(String text) {
      waiting.append(text);
      pump();
    }

    private void pump() {
      if (!writing && !closed && (flooding || !waiting.isEmpty())) {
        writing = true;
        byte[] bytes = (flooding ? "x".repeat(8000) : waiting.toString()).getBytes(UTF_8);
        waiting.setLength(0);
        link.write(bytes, this::written);
      }
    }

    private synchronized void written() {
      writing = false;
      pump();
    }

    @Override
    public synchronized void received(byte[] bytes, int offset, int length) {
      String keys = new String(bytes, offset, length, UTF_8);
      if (keys.contains("F")) {
        flooding = true;
        pump();
      } else if (keys.contains("q")) {
        leave("bye", 5);
      } else {
        say("<" + keys + ">\r\n");
      }
    }

    private void leave(String text, int status) {
      if (!closed) {
        closed = true;
        byte[] bytes = (LEAVE + text + "\r\n").getBytes(UTF_8);
        link.write(bytes, () -> {});
        link.close(status);
        openTuis.decrementAndGet();
      }
    }

    @Override
    public void resized(int columns, int rows) {
      say("size %dx%d\r\n".formatted(columns, rows));
    }

    @Override
    public synchronized void hungUp() {
      events.add("hung up");
      if (!closed) {
        closed = true;
        openTuis.decrementAndGet();
      }
    }

    @Override
    public void idleWarning(Duration left) {
      say("idle, " + left.toSeconds() + " s left\r\n");
    }

    @Override
    public synchronized void end(String why) {
      if (!stubborn) {
        leave(why, 7);
      }
    }
  }

  @Override
  public int run(Principal who, List<String> words, CommandStreams streams) {
    PrintStream out = new PrintStream(streams.out(), true, UTF_8);
    PrintStream err = new PrintStream(streams.err(), true, UTF_8);
    events.add("run " + words);
    try {
      return switch (words.getFirst()) {
        case "words" -> {
          words.forEach(word -> out.println("[" + word + "]"));
          yield 0;
        }
        case "whoami" -> {
          out.println(who.name() + " " + who.role() + " " + who.origin());
          yield 0;
        }
        case "exit" -> Integer.parseInt(words.get(1));
        case "both" -> {
          out.println("to out");
          err.println("to err");
          yield 3;
        }
        case "terminal" -> {
          out.println(streams.terminal().map(t -> t.type() + " " + t.environment()).orElse("none"));
          yield 0;
        }
        case "count" -> {
          out.println(streams.in().readAllBytes().length);
          yield 0;
        }
        case "cat" -> {
          streams.in().transferTo(streams.out());
          yield 0;
        }
        case "block" -> block(streams, err);
        case "flood" -> flood(streams);
        case "follow" -> follow(streams);
        case "fail" -> throw new IllegalStateException("this is meant to fail");
        default -> {
          err.println("unknown: " + words);
          yield 2;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int block(CommandStreams streams, PrintStream err) {
    CountDownLatch interrupted = new CountDownLatch(1);
    streams.onInterrupt(interrupted::countDown);
    err.println("blocking");
    try {
      interrupted.await();
    } catch (InterruptedException e) {
      events.add("cancelled");
      return 1;
    }
    events.add("interrupted");
    err.println("interrupted");
    return 130;
  }

  private int follow(CommandStreams streams) {
    streams.onInterrupt(() -> news.add(""));
    events.add("following");
    try {
      for (String line = news.take(); !line.isEmpty(); line = news.take()) {
        streams.out().write((line + "\n").getBytes(UTF_8));
        events.add("told " + line);
      }
      events.add("follow ended");
      return 130;
    } catch (IOException e) {
      events.add("follow ended");
      return 141;
    } catch (InterruptedException e) {
      events.add("cancelled");
      return 1;
    }
  }

  private int flood(CommandStreams streams) {
    byte[] bytes = "y\n".repeat(4096).getBytes(UTF_8);
    long written = 0;
    try {
      while (true) {
        streams.out().write(bytes);
        written += bytes.length;
      }
    } catch (IOException e) {
      events.add("flood ended after " + written);
      return 141;
    }
  }

  @Override
  public int lineShell(Principal who, CommandStreams streams) {
    PrintStream out = new PrintStream(streams.out(), true, UTF_8);
    streams.onInterrupt(() -> events.add("shell interrupt"));
    out.print("shell of " + who.name() + "\r\n");
    try {
      for (int b = streams.in().read(); b >= 0; b = streams.in().read()) {
        if (b == 'q') {
          out.print("bye\r\n");
          return 4;
        }
        out.print("{" + b + "}\r\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }
}
