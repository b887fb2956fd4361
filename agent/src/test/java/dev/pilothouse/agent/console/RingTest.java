package dev.pilothouse.agent.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingTest {
  @Test
  void itHoldsTheNewestOfWhateverCame() {
    Random random = new Random(3);
    Ring ring = new Ring(100, 7);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[7]);
    for (int i = 0; i < 1000; i++) {
      byte[] more = new byte[random.nextInt(250)];
      random.nextBytes(more);
      int from = random.nextInt(more.length + 1);
      ring.add(more, from);
      all.write(more, from, more.length - from);

      assertThat(ring.end()).isEqualTo(all.size());
      assertThat(ring.start()).isEqualTo(Math.max(7, all.size() - 100));
      long at = ring.start() + random.nextInt((int) (ring.end() - ring.start()) + 1);
      assertThat(ring.read(at, 1000))
          .isEqualTo(Arrays.copyOfRange(all.toByteArray(), (int) at, all.size()));
      assertThat(ring.read(at, 3)).hasSize((int) Math.min(3, ring.end() - at));
    }
  }

  @Test
  void whatIsSkippedIsGone() {
    Ring ring = new Ring(100, 0);
    ring.add("seen".getBytes(UTF_8), 0);
    ring.skip(1000);
    ring.add("later".getBytes(UTF_8), 0);
    assertThat(ring.start()).isEqualTo(1004);
    assertThat(new String(ring.read(1004, 9), UTF_8)).isEqualTo("later");
  }
}
