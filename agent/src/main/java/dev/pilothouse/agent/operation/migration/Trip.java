package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.DiskRoute;
import dev.pilothouse.agent.operation.migration.plan.Survey;
import dev.pilothouse.fleet.operation.MigrationPlan.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the journal knows of a migration, for whoever finds out later how it ended.
 *
 * @param state before it began
 * @param own files that are the VM's alone and lie in a pool that the other host does not see: they
 *     go when it has arrived
 */
record Trip(
    String name,
    State state,
    boolean persistent,
    boolean autostart,
    Instant began,
    List<String> own) {
  /** Set from when libvirt is asked on; nothing of a VM is at the other host before. */
  private static final String ASKED = "asked";

  private static final String LOADED = "loaded";

  static Map<String, String> facts(Survey survey, Instant began) {
    String seed = survey.xml().metadata().seed();
    List<String> own =
        survey.disks().stream()
            .filter(route -> !route.stays())
            .filter(route -> !route.medium() || route.path().equals(seed))
            .map(DiskRoute::path)
            .toList();
    Map<String, String> facts = new HashMap<>();
    facts.put("name", survey.vm().name());
    facts.put("state", survey.state().name());
    facts.put("persistent", Boolean.toString(survey.vm().persistent()));
    facts.put("autostart", Boolean.toString(survey.vm().autostart()));
    facts.put("began", began.toString());
    facts.put("own", String.join("\n", own));
    return facts;
  }

  static Trip noted(Work work) {
    String own = fact(work, "own");
    return new Trip(
        fact(work, "name"),
        State.valueOf(fact(work, "state")),
        Boolean.parseBoolean(fact(work, "persistent")),
        Boolean.parseBoolean(fact(work, "autostart")),
        Instant.parse(fact(work, "began")),
        own.isEmpty() ? List.of() : List.of(own.split("\n")));
  }

  private static String fact(Work work, String name) {
    return Objects.requireNonNull(work.noted(name), name);
  }

  boolean wasOff() {
    return state == State.STOPPED;
  }

  Duration lasted(Instant now) {
    return Duration.between(began, now);
  }

  static void asks(Work work) {
    work.note(ASKED, "yes");
  }

  static boolean asked(Work work) {
    return work.noted(ASKED) != null;
  }

  /** Bytes that the agent itself copied. */
  static void loaded(Work work, long bytes) {
    work.note(LOADED, Long.toString(bytes));
  }

  static long loaded(Work work) {
    String bytes = work.noted(LOADED);
    return bytes == null ? 0 : Long.parseLong(bytes);
  }
}
