package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the checks found. */
public final class Findings {
  private record Blocker(ErrorCode code, Finding finding) {}

  private final List<Blocker> blockers = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  void blocks(ErrorCode code, String what, String toDo) {
    blockers.add(new Blocker(code, new Finding(what, toDo)));
  }

  void warns(String what, String toDo) {
    warnings.add(new Finding(what, toDo));
  }

  public List<Finding> blockers() {
    return blockers.stream().map(Blocker::finding).toList();
  }

  public List<Finding> warnings() {
    return List.copyOf(warnings);
  }

  /** All that makes it impossible, with the kind of the first; empty when nothing does. */
  public Optional<Failure> refusal() {
    return blockers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                blockers.getFirst().code,
                joined(blockers.stream().map(b -> b.finding().what()).toList()),
                joined(blockers.stream().map(b -> b.finding().toDo()).toList())));
  }

  private static String joined(List<String> sentences) {
    return sentences.stream().distinct().collect(Collectors.joining(" "));
  }
}
