package dev.pilothouse.agent.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.ConsoleOperation.Mark;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamDial;
import dev.pilothouse.fleet.stream.StreamDoor;
import dev.pilothouse.fleet.stream.StreamKey;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.stream.StreamSettings;
import dev.pilothouse.fleet.wire.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who looks at a console over a real stream, as a management node does. Thread-safe. */
final class Onlooker implements AutoCloseable {
  private static final StreamKey KEY = StreamKey.generate();
  private static final Messages<ConsoleNews> NEWS = new Messages<>(ConsoleNews.class);
  private static final Messages<ConsoleWish> WISHES = new Messages<>(ConsoleWish.class);

  /** Where an agent takes the stream. */
  interface Agent {
    void serve(OpenConsole order, Principal who, StreamLink link);
  }

  private final StreamDoor door = new StreamDoor(StreamSettings.onLoopback());
  private final StreamLink link;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Long> gaps = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private @Nullable Mark mark;
  private ConsoleNews.@Nullable Keyboard keyboard;
  private ConsoleNews.@Nullable Condition condition;
  private @Nullable String ended;
  private long bytes;
  private @Nullable GuestScreen screen;
  private byte @Nullable [] picture;
  private int strikes;

  private Onlooker(
      Agent agent, UUID vm, String name, Role role, boolean typing, @Nullable Mark seen) {
    this(agent, vm, Face.SERIAL, name, role, typing, seen);
  }

  private Onlooker(
      Agent agent,
      UUID vm,
      Face face,
      String name,
      Role role,
      boolean typing,
      @Nullable Mark seen) {
    mark = seen;
    try {
      Offering offering = door.offer(KEY.pin());
      StreamLink agents = new StreamDial(KEY).take(offering.offer());
      link = offering.taken().get(5, TimeUnit.SECONDS);
      agent.serve(
          new OpenConsole(new VmRef("h1", vm), face, typing, seen, StreamOffer.NONE),
          new Principal(name, role, "test"),
          agents);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One who types and reads. */
  static Onlooker typing(Agent agent, UUID vm, String name, Role role) {
    return new Onlooker(agent, vm, name, role, true, null).reading();
  }

  /** One who looks at its screen. */
  static Onlooker ofScreen(Agent agent, UUID vm, String name, Role role, boolean typing) {
    return new Onlooker(agent, vm, Face.SCREEN, name, role, typing, null).reading();
  }

  static Onlooker watching(Agent agent, UUID vm, String name) {
    return new Onlooker(agent, vm, name, Role.VIEWER, false, null).reading();
  }

  static Onlooker again(Agent agent, UUID vm, @Nullable Mark seen) {
    return new Onlooker(agent, vm, "again", Role.OPERATOR, true, seen).reading();
  }

  /** One who never reads a byte. */
  static Onlooker stuck(Agent agent, UUID vm) {
    return new Onlooker(agent, vm, "stuck", Role.VIEWER, false, null);
  }

  Onlooker reading() {
    Thread.ofVirtual().start(this::read);
    return this;
  }

  private void read() {
    try {
      for (ConsoleNews news = NEWS.read(link.in()); news != null; news = NEWS.read(link.in())) {
        take(news);
      }
      end("the end");
    } catch (IOException e) {
      end(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void end(String why) {
    ended = why;
  }

  private synchronized void take(ConsoleNews news) {
    switch (news) {
      case ConsoleNews.Printed more -> {
        if (mark != null && mark.epoch().equals(more.epoch()) && mark.at() != more.at()) {
          gaps.add(more.at() - mark.at());
        }
        mark = new Mark(more.epoch(), more.at() + more.bytes().length);
        bytes += more.bytes().length;
        if (printed.size() < 1 << 20) {
          printed.writeBytes(more.bytes());
        }
      }
      case ConsoleNews.Keyboard now -> keyboard = now;
      case ConsoleNews.Condition now -> condition = now;
      case ConsoleNews.Remark remark -> remarks.add(remark.words());
      case ConsoleNews.Shown shown -> screen = GuestScreen.after(screen, shown);
      case ConsoleNews.Struck struck -> strikes += struck.strikes();
      case ConsoleNews.Photograph photograph -> picture = photograph.png();
    }
  }

  void wish(ConsoleWish wish) {
    try {
      WISHES.write(link.out(), wish);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized @Nullable GuestScreen screen() {
    return screen;
  }

  synchronized byte @Nullable [] picture() {
    return picture;
  }

  synchronized int strikes() {
    return strikes;
  }

  void type(String text) {
    wish(new ConsoleWish.Type(text.getBytes(UTF_8)));
  }

  synchronized String text() {
    return printed.toString(UTF_8);
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized @Nullable Mark mark() {
    return mark;
  }

  synchronized List<Long> gaps() {
    return List.copyOf(gaps);
  }

  synchronized List<String> remarks() {
    return List.copyOf(remarks);
  }

  synchronized @Nullable String ended() {
    return ended;
  }

  synchronized boolean has(ConsoleNews.State state) {
    return condition != null && condition.state() == state;
  }

  synchronized boolean mayType() {
    return keyboard != null && keyboard.yours();
  }

  synchronized boolean sees(@Nullable String holder, String... asking) {
    return new ConsoleNews.Keyboard(holder, mayType(), List.of(asking)).equals(keyboard);
  }

  void awaitText(String text) {
    await().atMost(Duration.ofSeconds(30)).until(() -> text().contains(text));
  }

  /** Again until it works: a shell that just starts drops what came before it. */
  void typeUntil(String command, String answer) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              type(command + "\r");
              return text().contains(answer);
            });
  }

  void awaitState(ConsoleNews.State state) {
    await().atMost(Duration.ofSeconds(30)).until(() -> has(state));
  }

  /** As when a line breaks. */
  void drop() {
    link.close();
  }

  @Override
  public void close() {
    link.close();
    door.close();
  }
}
