package dev.pilothouse.fleet.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Bus} promises, whatever it runs on. */
public abstract class BusContract {
  protected static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BRIEF = Duration.ofMillis(50);
  private static final Duration KEEP = Duration.ofMinutes(5);

  private final List<Bus> opened = new ArrayList<>();
  protected Bus bus;

  /** Another node's bus on the same server. */
  protected abstract Bus connect();

  /** The server dies. */
  protected abstract void kill();

  /** It is back, with what it had acknowledged. */
  protected abstract void restart();

  @BeforeEach
  void setUp() {
    bus = node();
  }

  @AfterEach
  void closeAll() {
    opened.forEach(Bus::close);
  }

  protected final Bus node() {
    Bus node = connect();
    opened.add(node);
    return node;
  }

  @Test
  void aTopicRingsOnAllNodesInOrder() {
    List<String> here = new CopyOnWriteArrayList<>();
    List<String> there = new CopyOnWriteArrayList<>();
    bus.subscribe("t", here::add);
    node().subscribe("t", there::add);

    List<String> sent = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
    sent.forEach(text -> assertThat(bus.publish("t", text)).isEqualTo(2));

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(here).isEqualTo(sent));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(there).isEqualTo(sent));
  }

  @Test
  void nobodyHearsATopicWithoutListeners() {
    assertThat(bus.publish("nobody", "hello")).isZero();

    List<String> heard = new CopyOnWriteArrayList<>();
    Subscription subscription = bus.subscribe("t", heard::add);
    subscription.close();
    subscription.close();

    await().atMost(PATIENCE).until(() -> bus.publish("t", "x") == 0);
    assertThat(heard).isEmpty();
  }

  @Test
  void oneListenersFailureHarmsNoOther() {
    List<String> heard = new CopyOnWriteArrayList<>();
    bus.subscribe(
        "t",
        text -> {
          throw new IllegalStateException("on purpose");
        });
    bus.subscribe("t", heard::add);

    bus.publish("t", "1");
    bus.publish("t", "2");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("1", "2"));
  }

  @Test
  void aListenerMayCallTheBus() {
    bus.subscribe("t", text -> bus.replace("heard", null, text, KEEP));
    bus.publish("t", "x");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(bus.read("heard")).isEqualTo("x"));
  }

  @Test
  void textComesThroughUnchanged() {
    String odd = "\u0000\u009b31m\r\n\u202e 日本 \uD83D\uDE00 {\"a\":1} $(reboot) %s";
    List<String> heard = new CopyOnWriteArrayList<>();
    bus.subscribe("t", heard::add);
    bus.publish("t", odd);
    bus.enqueue("q", odd);
    bus.replace("k" + odd, null, odd, KEEP);
    bus.updateMap("m", Map.of(odd, odd), Set.of());
    bus.append("l", odd, 10);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(odd));
    assertThat(takeOne(bus.reader("q", "r")).body()).isEqualTo(odd);
    assertThat(bus.read("k" + odd)).isEqualTo(odd);
    assertThat(bus.readMap("m")).isEqualTo(Map.of(odd, odd));
    assertThat(bus.tail("l", 1)).containsExactly(odd);
  }

  @Test
  void aQueueKeepsOrderAndEveryEntryComesOnce() {
    Bus.QueueReader reader = bus.reader("q", "r");
    Bus writer = node();
    IntStream.range(0, 100).forEach(i -> writer.enqueue("q", "e" + i));

    List<String> bodies = new ArrayList<>();
    while (bodies.size() < 100) {
      List<Bus.QueueReader.Entry> entries = reader.take(PATIENCE);
      assertThat(entries).isNotEmpty();
      for (Bus.QueueReader.Entry entry : entries) {
        bodies.add(entry.body());
        reader.acknowledge(entry);
      }
    }
    assertThat(bodies).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "e" + i).toList());
    assertThat(reader.take(BRIEF)).isEmpty();
  }

  @Test
  void takingWaitsForAnEntry() throws Exception {
    Bus.QueueReader reader = bus.reader("q", "r");
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<List<Bus.QueueReader.Entry>> taken = other.submit(() -> reader.take(PATIENCE));
      node().enqueue("q", "late");
      assertThat(taken.get(30, TimeUnit.SECONDS)).extracting("body").containsExactly("late");
    }
  }

  @Test
  void whatWasNotAcknowledgedComesAgainToTheNextReader() {
    bus.enqueue("q", "a");
    bus.enqueue("q", "b");
    bus.enqueue("q", "c");
    Bus dying = node();
    Bus.QueueReader first = dying.reader("q", "agent-1");
    List<Bus.QueueReader.Entry> taken = takeAll(first, 3);
    first.acknowledge(taken.get(1));
    first.close();

    bus.enqueue("q", "d");
    Bus.QueueReader second = bus.reader("q", "agent-2");
    List<Bus.QueueReader.Entry> again = takeAll(second, 3);

    assertThat(again).extracting("body").containsExactly("a", "c", "d");
    again.forEach(second::acknowledge);
    second.close();
    assertThat(bus.reader("q", "agent-1").take(BRIEF)).isEmpty();
  }

  @Test
  void acknowledgingTwiceIsHarmless() {
    bus.enqueue("q", "a");
    Bus.QueueReader reader = bus.reader("q", "r");
    Bus.QueueReader.Entry entry = takeOne(reader);
    reader.acknowledge(entry);
    reader.acknowledge(entry);
    assertThat(reader.take(BRIEF)).isEmpty();
  }

  @Test
  void aRecordChangesOnlyFromWhatItIs() {
    assertThat(bus.read("k")).isNull();
    assertThat(bus.replace("k", "x", "1", KEEP)).isFalse();
    assertThat(bus.replace("k", null, "1", KEEP)).isTrue();
    assertThat(bus.replace("k", null, "2", KEEP)).isFalse();
    assertThat(bus.replace("k", "1", "2", KEEP)).isTrue();
    assertThat(bus.read("k")).isEqualTo("2");
    bus.remove("k");
    bus.remove("k");
    assertThat(bus.read("k")).isNull();
  }

  @Test
  void ofManyWhoReplaceAtOnceEachCounts() throws Exception {
    bus.replace("k", null, "0", KEEP);
    Bus other = node();
    try (ExecutorService many = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Bus mine = i % 2 == 0 ? bus : other;
        all.add(many.submit(() -> increment(mine)));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(bus.read("k")).isEqualTo("100");
  }

  private static void increment(Bus bus) {
    String now;
    do {
      now = bus.read("k");
    } while (!bus.replace("k", now, Integer.toString(Integer.parseInt(text(now)) + 1), KEEP));
  }

  @Test
  void aRecordGoesWhenItsTimeIsOver() {
    bus.replace("short", null, "x", Duration.ofMillis(100));
    bus.replace("long", null, "y", KEEP);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(bus.read("short")).isNull());
    assertThat(bus.readAll(Set.of("short", "long", "never"))).isEqualTo(Map.of("long", "y"));
    assertThat(bus.replace("short", null, "z", KEEP)).isTrue();
  }

  @Test
  void aMapChangesAtOneStroke() throws Exception {
    assertThat(bus.readMap("m")).isEmpty();
    Bus other = node();
    AtomicInteger torn = new AtomicInteger();
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  // Odd rounds remove what even ones put; "round" says which it was.
                  String round = Integer.toString(i);
                  if (i % 2 == 0) {
                    other.updateMap("m", Map.of("round", round, "a", round, "b", round), Set.of());
                  } else {
                    other.updateMap("m", Map.of("round", round), Set.of("a", "b"));
                  }
                }
              });
      while (!writing.isDone()) {
        Map<String, String> seen = bus.readMap("m");
        if (!seen.isEmpty()) {
          String round = text(seen.get("round"));
          boolean whole =
              Integer.parseInt(round) % 2 == 0
                  ? seen.equals(Map.of("round", round, "a", round, "b", round))
                  : seen.equals(Map.of("round", round));
          torn.addAndGet(whole ? 0 : 1);
        }
      }
      writing.get(60, TimeUnit.SECONDS);
    }
    assertThat(torn).hasValue(0);
    assertThat(bus.readMap("m")).isEqualTo(Map.of("round", "299"));
  }

  @Test
  void aMapHoldsAHostOfThousands() {
    Map<String, String> many = new HashMap<>();
    IntStream.range(0, 10_000).forEach(i -> many.put("vm:" + i, "x".repeat(200)));
    bus.updateMap("m", many, Set.of());
    assertThat(bus.readMap("m")).isEqualTo(many);
    bus.updateMap("m", Map.of(), many.keySet());
    assertThat(bus.readMap("m")).isEmpty();
  }

  @Test
  void aLogKeepsAboutTheNewest() {
    assertThat(bus.tail("l", 10)).isEmpty();
    IntStream.range(0, 1_000).forEach(i -> bus.append("l", "n" + i, 100));
    assertThat(bus.tail("l", 3)).containsExactly("n997", "n998", "n999");
    assertThat(bus.tail("l", 5_000)).hasSizeBetween(100, 400).endsWith("n999");
  }

  @Test
  void aCounterNeverRepeats() throws Exception {
    assertThat(bus.next("c")).isEqualTo(1);
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    Bus other = node();
    try (ExecutorService many = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Bus mine = i % 2 == 0 ? bus : other;
        all.add(many.submit(() -> seen.add(mine.next("c"))));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(seen).hasSize(200);
  }

  @Test
  void aServerThatDiesLosesNothingItAcknowledged() {
    List<Boolean> connection = new CopyOnWriteArrayList<>();
    List<String> heard = new CopyOnWriteArrayList<>();
    bus.onConnection(connection::add);
    bus.subscribe("t", heard::add);
    Bus.QueueReader reader = bus.reader("q", "r");
    bus.enqueue("q", "taken before");
    Bus.QueueReader.Entry before = takeOne(reader);
    bus.enqueue("q", "waits");
    bus.replace("k", null, "v", KEEP);
    bus.updateMap("m", Map.of("f", "v"), Set.of());
    bus.append("l", "entry", 10);
    bus.next("c");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(connection).containsExactly(true));

    kill();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(connection).containsExactly(true, false));
    assertThatThrownBy(() -> bus.read("k")).isInstanceOf(BusUnavailableException.class);
    assertThatThrownBy(() -> bus.publish("t", "x")).isInstanceOf(BusUnavailableException.class);
    assertThatThrownBy(() -> bus.enqueue("q", "x")).isInstanceOf(BusUnavailableException.class);
    assertThatThrownBy(() -> reader.take(PATIENCE)).isInstanceOf(BusUnavailableException.class);
    restart();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(connection).containsExactly(true, false, true));

    assertThat(bus.read("k")).isEqualTo("v");
    assertThat(bus.readMap("m")).isEqualTo(Map.of("f", "v"));
    assertThat(bus.tail("l", 10)).containsExactly("entry");
    assertThat(bus.next("c")).isEqualTo(2);
    reader.acknowledge(before);
    assertThat(takeOne(reader).body()).isEqualTo("waits");
    // Topics work again too, for those who listened before.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              bus.publish("t", "again");
              assertThat(heard).contains("again");
            });
    reader.close();
    assertThat(takeOne(bus.reader("q", "r")).body()).isEqualTo("waits");
  }

  @Test
  void aReaderThatWaitsThroughAnOutageHearsTheNextEntry() throws Exception {
    Bus.QueueReader reader = bus.reader("q", "r");
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<String> taken = other.submit(() -> insistOnOne(reader));
      kill();
      restart();
      Bus writer = node();
      writer.enqueue("q", "after");
      assertThat(taken.get(60, TimeUnit.SECONDS)).isEqualTo("after");
    }
  }

  private String insistOnOne(Bus.QueueReader reader) {
    List<String> bodies = new CopyOnWriteArrayList<>();
    await()
        .atMost(PATIENCE)
        .ignoreException(BusUnavailableException.class)
        .until(
            () -> {
              reader.take(BRIEF).forEach(entry -> bodies.add(entry.body()));
              return !bodies.isEmpty();
            });
    return bodies.getFirst();
  }

  @Test
  void aClosedBusSaysSo() {
    Bus closed = connect();
    closed.close();
    assertThatThrownBy(() -> closed.read("k")).isInstanceOf(BusUnavailableException.class);
  }

  private static Bus.QueueReader.Entry takeOne(Bus.QueueReader reader) {
    return takeAll(reader, 1).getFirst();
  }

  private static List<Bus.QueueReader.Entry> takeAll(Bus.QueueReader reader, int count) {
    List<Bus.QueueReader.Entry> all = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              all.addAll(reader.take(BRIEF));
              return all.size() >= count;
            });
    return all;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
