package dev.pilothouse.fleet.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Vms;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of an operation, every step of it allowed or not. */
class OperationRecordTest {
  private static final Instant AT = Instant.EPOCH;

  /** Written out here once more, from the design and not from the code. */
  private static final Map<OperationState, Set<OperationState>> ALLOWED =
      Map.of(
          OperationState.SUBMITTED,
          EnumSet.of(
              OperationState.ACCEPTED,
              OperationState.FAILED,
              OperationState.CANCELLED,
              OperationState.EXPIRED),
          OperationState.ACCEPTED,
          EnumSet.of(
              OperationState.RUNNING,
              OperationState.SUCCEEDED,
              OperationState.FAILED,
              OperationState.CANCELLED,
              OperationState.INTERRUPTED),
          OperationState.RUNNING,
          EnumSet.of(
              OperationState.SUCCEEDED,
              OperationState.FAILED,
              OperationState.CANCELLED,
              OperationState.INTERRUPTED));

  private final OperationRecord submitted =
      OperationRecord.submitted(
          UUID.randomUUID(),
          1,
          new Operation.StartVm(Vms.ref("h1", "web01")),
          "web01",
          new Principal("ada", Role.ADMIN, "local"),
          AT,
          AT.plusSeconds(60));

  @ParameterizedTest
  @EnumSource
  void everyStateAllowsExactlyItsNext(OperationState from) {
    Set<OperationState> allowed = ALLOWED.getOrDefault(from, Set.of());
    for (OperationState to : OperationState.values()) {
      assertThat(from.canBecome(to)).as("%s -> %s", from, to).isEqualTo(allowed.contains(to));
    }
    assertThat(from.terminal()).isEqualTo(allowed.isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void aRecordMovesOnlyWhereItsStateAllows(OperationState from) {
    OperationRecord record = in(from);
    for (OperationState to : OperationState.values()) {
      OperationRecord next = record.become(step(to), null, "out");
      if (from.canBecome(to)) {
        assertThat(next.state()).isEqualTo(to);
        assertThat(next.history())
            .hasSize(record.history().size() + 1)
            .startsWith(record.history().toArray(new OperationRecord.Step[0]));
      } else {
        assertThat(next).isSameAs(record);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatEndedNeitherProgressesNorIsCancelled(OperationState state) {
    OperationRecord record = in(state);
    if (state.terminal()) {
      assertThat(record.withProgress(50, "x")).isSameAs(record);
      assertThat(record.withCancelRequested()).isSameAs(record);
    } else {
      assertThat(record.withProgress(50, "x").progress()).isEqualTo(50);
      assertThat(record.withProgress(50, "x").phase()).isEqualTo("x");
      assertThat(record.withCancelRequested().cancelRequested()).isTrue();
    }
  }

  @Test
  void successIsAHundredPercent() {
    assertThat(in(OperationState.SUCCEEDED).progress()).isEqualTo(100);
    assertThat(in(OperationState.FAILED).progress()).isEqualTo(-1);
  }

  @Test
  void rolesHoldWhatTheyShould() {
    assertThat(allowed(Role.VIEWER)).containsExactly(Permission.VIEW);
    assertThat(allowed(Role.OPERATOR)).containsExactly(Permission.VIEW, Permission.OPERATE);
    assertThat(allowed(Role.ADMIN)).containsExactly(Permission.values());
  }

  @Test
  void verbsAreDistinctWords() {
    assertThat(Arrays.stream(Verb.values()).map(verb -> verb.noun() + " " + verb.word()))
        .doesNotHaveDuplicates();
  }

  private static Set<Permission> allowed(Role role) {
    Set<Permission> allowed = EnumSet.allOf(Permission.class);
    allowed.removeIf(permission -> !role.allows(permission));
    return allowed;
  }

  private OperationRecord in(OperationState state) {
    return switch (state) {
      case SUBMITTED -> submitted;
      case ACCEPTED, CANCELLED, EXPIRED -> submitted.become(step(state), null, null);
      case RUNNING, FAILED, INTERRUPTED, SUCCEEDED ->
          in(OperationState.ACCEPTED).become(step(state), null, null);
    };
  }

  private static OperationRecord.Step step(OperationState state) {
    return new OperationRecord.Step(state, AT.plusSeconds(1), "agent h1", "");
  }
}
