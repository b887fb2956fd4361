package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people call VMs, and which one is then acted on. */
class TargetsTest {
  private final Vm first = Vms.vm("h1", "web01").build();
  private final Vm twin = Vms.vm("h2", "web01").build();
  private final Vm other = Vms.vm("h1", "db01").build();
  private final Vm spelled = Vms.vm("h2", first.ref().uuid().toString()).build();
  private final Desk desk = new Desk(first, twin, other, spelled);

  @AfterEach
  void close() {
    desk.close();
  }

  private String named(String word) {
    return desk.run("vm", "list", "-o", "name", "--", word).out();
  }

  @Test
  void byNameByHostByUuidAndByItsStart() {
    assertThat(named("db01")).isEqualTo("h1/db01\n");
    assertThat(named("h2/web01")).isEqualTo("h2/web01\n");
    assertThat(named(other.ref().uuid().toString())).isEqualTo("h1/db01\n");
    assertThat(named(other.ref().uuid().toString().toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo("h1/db01\n");
    assertThat(named(other.ref().uuid().toString().substring(0, 4))).isEqualTo("h1/db01\n");
    assertThat(named("h1/" + other.ref().uuid())).isEqualTo("h1/db01\n");
    assertThat(named("*b01")).isEqualTo("h1/db01\nh1/web01\nh2/web01\n");
    assertThat(named("h2/w*")).isEqualTo("h2/web01\n");
  }

  @Test
  void threeDigitsAreNoUuid() {
    assertThat(desk.run("vm", "show", other.ref().uuid().toString().substring(0, 3)).status())
        .isEqualTo(3);
  }

  @Test
  void severalOfOneNameAreListed() {
    Desk.Outcome outcome = desk.run("vm", "start", "web01");

    assertThat(outcome.status()).isEqualTo(5);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            "'web01' can mean several; say which:\n  h1/web01  %s\n  h2/web01  %s\n"
                .formatted(first.ref().uuid(), twin.ref().uuid()));
  }

  @Test
  void aNameThatSpellsAnotherVmsUuidDoesNotTakeItsPlace() {
    Desk.Outcome outcome = desk.run("vm", "start", first.ref().uuid().toString());

    assertThat(outcome.status()).isEqualTo(5);
    assertThat(outcome.err()).contains("h1/web01", "h2/" + first.ref().uuid());
  }

  @Test
  void whatIsNotThereGetsNearNames() {
    Desk.Outcome outcome = desk.run("vm", "start", "bd01");

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err())
        .isEqualTo("There is no VM 'bd01'. Did you mean 'db01'? 'vm list' shows all.\n");
    assertThat(desk.run("host", "show", "h3").err())
        .isEqualTo("There is no host 'h3'. Did you mean 'h1' or 'h2'? 'host list' shows all.\n");
    assertThat(desk.run("vm", "show", "\u009b2J").err())
        .isEqualTo("There is no VM '\\x9B2J'. 'vm list' shows all.\n");
  }

  @Test
  void whatCanBeReadInTwoWaysIsAmbiguousUntilSpelledOut() {
    try (Desk with = new Desk(Vms.vm("h1", "\\x41").build(), Vms.vm("h1", "A").build())) {
      assertThat(with.run("vm", "show", "\\x41").status()).isEqualTo(5);
      assertThat(with.run("vm", "show", "-o", "name", "A").out()).isEqualTo("h1/A\n");
      assertThat(with.run("vm", "show", "-o", "name", "\\\\x41").out()).isEqualTo("h1/\\\\x41\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-rf",
        "$(reboot)",
        "a b",
        ".",
        "..",
        "%s%n",
        "evil\u009b2J",
        "\u202efdp",
        "cr\r",
        "tab\t",
        "web*",
        "@pom.xml",
        "--help",
        "'quoted\"",
        "日本"
      })
  void hostileNamesAreActedOnAsTypedAndAsShown(String name) {
    Vm hostile = Vms.vm("h1", name).build();
    Vm bystander = Vms.vm("h1", "A").build();
    Vm second = Vms.vm("h1", "webx").build();
    try (Desk with = new Desk(hostile, bystander, second)) {
      for (List<String> typed :
          List.of(
              List.of("vm", "start", "--", name),
              List.of("vm", "force-off", "--yes", "--", Visible.of(name)))) {
        Desk.Outcome outcome = with.run(typed.toArray(String[]::new));
        assertThat(outcome.status()).as("%s: %s", typed, outcome.err()).isZero();
        assertThat(outcome.err()).contains(Visible.of(name)).matches("[^\\p{Cc}\\p{Cf}&&[^\n]]*");
      }
      assertThat(with.fleet().agent("h1").vms())
          .filteredOn(vm -> vm.reason().equals("destroyed"))
          .extracting(Vm::name)
          .containsExactly(name);
      assertThat(with.fleet().agent("h1").vms())
          .extracting(Vm::state)
          .containsOnly(VmState.SHUT_OFF);
    }
  }
}
