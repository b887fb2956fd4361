package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Role;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code host forget}, for a host that is gone for good. */
class ForgetHostTest {
  private final Desk desk =
      new Desk(Vms.vm("h1", "web01").build(), Vms.vm("gone", "old01").build());

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void aHostThatLeftIsForgottenAfterAQuestion() {
    leave();
    Desk.Outcome unasked = desk.run("host", "forget", "gone");
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err()).contains("'forget gone' needs to be confirmed", "--yes");
    assertThat(desk.run("host", "forget", "gone", "--dry-run").err())
        .contains("Take host gone out of the fleet");
    Desk.Outcome declined = desk.runFor(Person.at(80, 24, "n\r"), "host", "forget", "gone");
    assertThat(declined.status()).isEqualTo(1);
    assertThat(desk.run("host", "list", "-o", "name").out()).contains("gone");

    Desk.Outcome agreed = desk.runFor(Person.at(80, 24, "y\r"), "host", "forget", "gone");
    assertThat(agreed.status()).as("%s", agreed).isZero();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(desk.run("host", "list", "-o", "name").out()).isEqualTo("h1\n"));
    assertThat(desk.run("vm", "list", "-o", "name").out()).doesNotContain("old01");
    assertThat(desk.run("event", "list").out()).contains("ada took the host out of the fleet");
  }

  @Test
  void aHostThatReportsStays() {
    Desk.Outcome refused = desk.run("host", "forget", "gone", "--yes");
    assertThat(refused.status()).isEqualTo(5);
    assertThat(refused.err()).contains("still reports", "Stop the agent on that host first.");
    assertThat(desk.run("host", "forget", "nosuch", "--yes").status()).isEqualTo(3);
  }

  @Test
  void onlyWhoMayDeleteForgets() {
    leave();
    assertThat(desk.runAs(Role.OPERATOR, "", "host", "forget", "gone", "--yes").status())
        .isEqualTo(4);
    assertThat(desk.run("host", "list", "-o", "name").out()).contains("gone");
  }

  private void leave() {
    desk.fleet().agent("gone").close();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Objects.requireNonNull(desk.fleet().room().fleet().host("gone")).presence()
                    == Presence.OFFLINE);
  }
}
