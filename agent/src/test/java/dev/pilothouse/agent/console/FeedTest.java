package dev.pilothouse.agent.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleNews.State;
import dev.pilothouse.fleet.operation.ConsoleOperation.Mark;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers of a console get, wherever they are. */
class FeedTest {
  private final Feed feed = new Feed();

  private void print(String text) {
    feed.printed(text.getBytes(UTF_8), 0);
  }

  private void open() {
    feed.begin("e");
    feed.state(State.OPEN, "");
  }

  /** All that there is for it now. */
  private static List<String> all(Feed.Reader reader) {
    List<String> seen = new ArrayList<>();
    for (ConsoleNews next = reader.poll(); next != null; next = reader.poll()) {
      seen.add(
          switch (next) {
            case ConsoleNews.Printed printed ->
                printed.epoch() + printed.at() + ":" + new String(printed.bytes(), UTF_8);
            case ConsoleNews.Condition condition -> condition.state().name();
            default -> throw new AssertionError(next);
          });
    }
    return seen;
  }

  @Test
  void whatWasPrintedBeforeIsThere() {
    open();
    print("hello");
    Feed.Reader reader = feed.reader(null);
    assertThat(all(reader)).containsExactly("OPEN", "e0:hello");
    print("!");
    assertThat(all(reader)).containsExactly("e5:!");
  }

  @Test
  void aMarkLeavesOutWhatWasSeen() {
    open();
    print("hello");
    assertThat(all(feed.reader(new Mark("e", 3)))).containsExactly("OPEN", "e3:lo");
    assertThat(all(feed.reader(new Mark("e", 99)))).containsExactly("OPEN", "e5:");
    assertThat(all(feed.reader(new Mark("other", 3)))).containsExactly("OPEN", "e0:hello");
  }

  @Test
  void whoLagsGetsAGapAndTheNewest() {
    open();
    Feed.Reader slow = feed.reader(null);
    print("first");
    assertThat(all(slow)).containsExactly("OPEN", "e0:first");
    for (int i = 0; i < 100; i++) {
      print("x".repeat(10_000));
    }
    print("last");
    List<String> seen = all(slow);
    long oldest = 5 + 1_000_000 + 4 - Feed.KEPT;
    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst()).startsWith("e" + oldest + ":x");
    assertThat(seen.getLast()).endsWith("xlast");
    assertThat(String.join("", seen)).hasSizeLessThan(Feed.KEPT + 100);
  }

  @Test
  void theLastWordsComeBeforeTheEnd() {
    open();
    Feed.Reader reader = feed.reader(null);
    print("boot");
    assertThat(all(reader)).containsExactly("OPEN", "e0:boot");
    print("panic");
    feed.state(State.VM_OFF, "off");
    print("later");
    assertThat(all(reader)).containsExactly("e4:panic", "VM_OFF", "e9:later");
    assertThat(all(feed.reader(null))).containsExactly("VM_OFF", "e0:bootpaniclater");
  }

  @Test
  void aLogThatFitsAddsWhatIsMissing() {
    LogTail.Earlier earlier = new LogTail.Earlier("old", 10);
    feed.catchUp(new LogTail("log", 20, "0123456789".getBytes(UTF_8), earlier));
    feed.state(State.OPEN, "");
    Feed.Reader reader = feed.reader(new Mark("old", 25));
    assertThat(all(reader)).containsExactly("OPEN", "log15:56789");
    print("ab");
    feed.catchUp(new LogTail("log", 26, "56789abcdef".getBytes(UTF_8), earlier));
    assertThat(all(reader)).containsExactly("log20:abcdef");
    feed.catchUp(new LogTail("log", 26, "56789abcdef".getBytes(UTF_8), earlier));
    assertThat(all(reader)).isEmpty();
    feed.catchUp(new LogTail("log", 1000, "far".getBytes(UTF_8), earlier));
    assertThat(all(reader)).containsExactly("log997:far");
    feed.catchUp(new LogTail("new", 3, "new".getBytes(UTF_8), LogTail.Earlier.NONE));
    assertThat(all(reader)).containsExactly("new0:new");
  }

  @Test
  void manyRemarksAreBounded() {
    Feed.Reader reader = feed.reader(null);
    for (int i = 0; i < 10_000; i++) {
      reader.tell(new ConsoleNews.Remark("no " + i));
      reader.tell(new ConsoleNews.Keyboard("ada", false, List.of("n" + i)));
    }
    open();
    List<ConsoleNews> seen = new ArrayList<>();
    for (ConsoleNews next = reader.poll(); next != null; next = reader.poll()) {
      seen.add(next);
    }
    assertThat(seen).hasSizeLessThan(20);
    assertThat(seen).contains(new ConsoleNews.Keyboard("ada", false, List.of("n9999")));
  }
}
