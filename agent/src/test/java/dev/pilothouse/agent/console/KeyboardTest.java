package dev.pilothouse.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may type. */
class KeyboardTest {
  private final Keyboard keyboard = new Keyboard("web01");
  private final Someone ada = new Someone("ada", Role.OPERATOR);
  private final Someone bob = new Someone("bob", Role.OPERATOR);
  private final Someone root = new Someone("root", Role.ADMIN);
  private final Someone eve = new Someone("eve", Role.VIEWER);

  private static final class Someone implements Keyboard.Watcher {
    private final Principal who;
    private final List<ConsoleNews> told = new ArrayList<>();

    private Someone(String name, Role role) {
      this.who = new Principal(name, role, "test");
    }

    @Override
    public Principal who() {
      return who;
    }

    @Override
    public void tell(ConsoleNews news) {
      told.add(news);
    }

    private ConsoleNews.Keyboard keyboard() {
      return (ConsoleNews.Keyboard)
          told.stream()
              .filter(news -> news instanceof ConsoleNews.Keyboard)
              .reduce((first, second) -> second)
              .orElseThrow();
    }

    private List<String> remarks() {
      return told.stream()
          .filter(news -> news instanceof ConsoleNews.Remark)
          .map(news -> ((ConsoleNews.Remark) news).words())
          .toList();
    }
  }

  @Test
  void theFirstWhoTypesHasItAndAllKnow() {
    keyboard.join(eve, true);
    assertThat(eve.keyboard()).isEqualTo(new ConsoleNews.Keyboard(null, false, List.of()));
    keyboard.join(bob, false);
    assertThat(keyboard.holds(bob)).isFalse();
    keyboard.join(ada, true);
    assertThat(ada.keyboard()).isEqualTo(new ConsoleNews.Keyboard("ada", true, List.of()));
    assertThat(bob.keyboard()).isEqualTo(new ConsoleNews.Keyboard("ada", false, List.of()));
    assertThat(keyboard.holds(ada)).isTrue();
    assertThat(keyboard.holds(eve)).isFalse();
  }

  @Test
  void whoAsksHasItWhenTheHolderSaysSo() {
    keyboard.join(ada, true);
    keyboard.join(bob, true);
    keyboard.ask(bob);
    keyboard.ask(bob);
    assertThat(ada.keyboard()).isEqualTo(new ConsoleNews.Keyboard("ada", true, List.of("bob")));
    keyboard.answer(bob, true);
    assertThat(keyboard.holds(bob)).isFalse();
    keyboard.answer(ada, false);
    assertThat(bob.remarks()).contains("ada keeps the keyboard.");
    assertThat(bob.keyboard()).isEqualTo(new ConsoleNews.Keyboard("ada", false, List.of()));
    keyboard.ask(bob);
    keyboard.answer(ada, true);
    assertThat(bob.keyboard()).isEqualTo(new ConsoleNews.Keyboard("bob", true, List.of()));
  }

  @Test
  void itIsFreeWhenTheHolderGoes() {
    keyboard.join(ada, true);
    keyboard.join(bob, false);
    keyboard.leave(ada);
    keyboard.leave(ada);
    assertThat(bob.keyboard()).isEqualTo(new ConsoleNews.Keyboard(null, false, List.of()));
    keyboard.ask(bob);
    assertThat(keyboard.holds(bob)).isTrue();
    keyboard.leave(bob);
    assertThat(keyboard.isEmpty()).isTrue();
  }

  @Test
  void itGoesToWhoAskedWhenTheHolderLetsGo() {
    keyboard.join(ada, true);
    keyboard.join(bob, true);
    keyboard.join(root, true);
    keyboard.ask(bob);
    keyboard.ask(root);
    keyboard.letGo(ada);
    assertThat(ada.keyboard()).isEqualTo(new ConsoleNews.Keyboard("bob", false, List.of("root")));
    keyboard.leave(root);
    assertThat(ada.keyboard()).isEqualTo(new ConsoleNews.Keyboard("bob", false, List.of()));
  }

  @Test
  void onlyAnAdministratorTakesItAndSaysWhy() {
    keyboard.join(ada, true);
    keyboard.join(bob, true);
    keyboard.join(root, false);
    keyboard.take(bob, "because");
    keyboard.take(root, " ");
    assertThat(keyboard.holds(ada)).isTrue();
    assertThat(root.remarks()).hasSize(1);
    keyboard.take(root, "an outage");
    assertThat(keyboard.holds(root)).isTrue();
    assertThat(ada.remarks()).containsExactly("root took the keyboard: an outage");
    assertThat(bob.keyboard()).isEqualTo(new ConsoleNews.Keyboard("root", false, List.of()));
  }

  @Test
  void whoMayOnlyLookIsToldSo() {
    keyboard.join(eve, true);
    keyboard.ask(eve);
    keyboard.take(eve, "please");
    assertThat(keyboard.holds(eve)).isFalse();
    assertThat(eve.remarks()).hasSize(2);
  }
}
