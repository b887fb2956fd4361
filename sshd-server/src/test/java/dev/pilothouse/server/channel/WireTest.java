package dev.pilothouse.server.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.server.channel.Wire.Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
  private final List<String> port = new ArrayList<>();
  private final ArrayDeque<Runnable> pending = new ArrayDeque<>();
  private boolean prompt;

  private final Wire wire =
      new Wire(
          new Wire.Port() {
            @Override
            public void write(Stream stream, byte[] bytes, Runnable done) {
              port.add(stream + " " + new String(bytes, US_ASCII));
              if (prompt) {
                done.run();
              } else {
                pending.add(done);
              }
            }

            @Override
            public void finish(int exitStatus) {
              port.add("finish " + exitStatus);
            }
          });

  private void send(Stream stream, String text, Runnable sent) {
    wire.send(stream, text.getBytes(US_ASCII), sent);
  }

  @Test
  void whatQueuesUpGoesTogetherInOrder() {
    send(Stream.OUT, "a", () -> {});
    send(Stream.OUT, "b", () -> {});
    send(Stream.OUT, "c", () -> {});
    send(Stream.ERR, "d", () -> {});
    send(Stream.OUT, "e", () -> {});
    wire.finish(3);
    while (!pending.isEmpty()) {
      pending.remove().run();
    }

    assertThat(port).containsExactly("OUT a", "OUT bc", "ERR d", "OUT e", "finish 3");
  }

  @Test
  void everyoneIsToldOnceAlsoWhenItBreaks() {
    List<String> told = new ArrayList<>();
    send(Stream.OUT, "a", () -> told.add("a"));
    send(Stream.OUT, "b", () -> told.add("b"));
    wire.breakOff();
    pending.remove().run();
    send(Stream.OUT, "c", () -> told.add("c"));
    wire.finish(0);

    assertThat(told).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(port).containsExactly("OUT a");
  }

  @Test
  void discardingStillSendsTheExitStatus() {
    send(Stream.OUT, "a", () -> {});
    send(Stream.OUT, "b", () -> {});
    wire.discard();
    pending.remove().run();
    wire.finish(1);

    assertThat(port).containsExactly("OUT a", "finish 1");
  }

  @Test
  void aWriteThatCompletesAtOnceDoesNotNest() {
    prompt = true;
    int[] left = {100_000};
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          if (left[0]-- > 0) {
            send(Stream.OUT, "x", again[0]);
          }
        };
    again[0].run();

    assertThat(port).hasSize(100_000);
  }
}
