package dev.pilothouse.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.server.Limits;
import org.junit.jupiter.api.Test;

class ClientTerminalTest {
  private final ClientTerminal terminal = new ClientTerminal(Limits.DEFAULT);

  @Test
  void anySizeBecomesAUsableOne() {
    int[][] cases = {
      {0, 0, 80, 24},
      {-1, -1, 1000, 500},
      {65535, 65535, 1000, 500},
      {1, 1, 1, 1},
      {200, 0, 200, 24}
    };
    for (int[] c : cases) {
      terminal.describe("xterm", c[0], c[1]);
      assertThat(terminal.columns()).isEqualTo(c[2]);
      assertThat(terminal.rows()).isEqualTo(c[3]);
    }
  }

  @Test
  void aTypeThatIsNoNameIsUnknown() {
    for (String type : new String[] {"", "../x", "a b", "x\033[2J", "x".repeat(65)}) {
      terminal.describe(type, 80, 24);
      assertThat(terminal.description().type()).isEqualTo("unknown");
    }
  }

  @Test
  void variablesAreFewShortAndPlain() {
    assertThat(terminal.set("LANG", "de_DE.UTF-8")).isTrue();
    assertThat(terminal.set("LANG", "C")).isTrue();
    assertThat(terminal.set("LC_ALL", "x".repeat(257))).isFalse();
    assertThat(terminal.set("LC_ALL", "x\033[2J")).isFalse();
    assertThat(terminal.set("PATH", "/x")).isFalse();
    assertThat(terminal.description().environment()).hasSize(1).containsEntry("LANG", "C");
  }
}
