package dev.pilothouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.server.Limits;
import dev.pilothouse.server.auth.Source;
import org.junit.jupiter.api.Test;

class StartupsTest {
  private double dice;
  private final Startups startups = new Startups(Limits.DEFAULT.withStartups(10, 4, 6), () -> dice);

  private static Source source(int i) {
    return new Source("s" + i);
  }

  @Test
  void theFullerTheMoreAreDropped() {
    for (int i = 0; i < 4; i++) {
      assertThat(startups.admits(source(i))).isTrue();
      startups.begun(source(i));
    }
    for (int i = 4; i < 7; i++) {
      startups.begun(source(i));
    }
    dice = 0.49; // seven of ten: half-way from four to ten
    assertThat(startups.admits(source(9))).isFalse();
    dice = 0.51;
    assertThat(startups.admits(source(9))).isTrue();
    for (int i = 7; i < 10; i++) {
      startups.begun(source(i));
    }
    dice = 0.999;
    assertThat(startups.admits(source(11))).isFalse();
  }

  @Test
  void oneSourceHasItsOwnLimitAndGetsItsPlacesBack() {
    dice = 0.999;
    for (int i = 0; i < 6; i++) {
      startups.begun(source(1));
    }
    assertThat(startups.admits(source(1))).isFalse();
    assertThat(startups.admits(source(2))).isTrue();
    startups.over(source(1));
    assertThat(startups.admits(source(1))).isTrue();
  }
}
