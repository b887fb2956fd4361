package dev.pilothouse.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
  private static final UUID VM = new UUID(0, 1);

  private final Sampler sampler = new Sampler();

  @Test
  void it_takes_two_looks() {
    assertThat(sampler.sample(Map.of(VM, 5_000_000_000L), START)).isEmpty();
    assertThat(sampler.sample(Map.of(VM, 8_000_000_000L), START.plusSeconds(2)))
        .containsExactly(Map.entry(VM, 150.0));
  }

  @Test
  void a_counter_that_began_again_says_nothing() {
    sampler.sample(Map.of(VM, 5_000_000_000L), START);
    assertThat(sampler.sample(Map.of(VM, 1L), START.plusSeconds(2))).isEmpty();
    assertThat(sampler.sample(Map.of(VM, 1L), START.plusSeconds(4)))
        .containsExactly(Map.entry(VM, 0.0));
  }

  @Test
  void a_clock_that_stands_or_jumps_back_says_nothing() {
    sampler.sample(Map.of(VM, 5L), START);
    assertThat(sampler.sample(Map.of(VM, 6L), START)).isEmpty();
    assertThat(sampler.sample(Map.of(VM, 7L), START.minusSeconds(9))).isEmpty();
  }

  @Test
  void the_more_a_look_costs_the_longer_it_waits() {
    assertThat(Sampler.pause(Duration.ofMillis(3))).isEqualTo(Duration.ofSeconds(2));
    assertThat(Sampler.pause(Duration.ofMillis(500))).isEqualTo(Duration.ofSeconds(10));
    assertThat(Sampler.pause(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(30));
  }
}
