package dev.pilothouse.dist.e2e;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.util.List;

/** Two people over SSH, one with {@code event follow} and one in the text UI; and a guest. */
final class Watchers implements AutoCloseable {
  /**
   * How long after somebody else's command had returned it was seen, in milliseconds; less than
   * nothing when it was seen before.
   */
  record Seen(double events, double textUi) {}

  private static final Duration LIMIT = Duration.ofMinutes(Program.MINUTES);

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Guest guest = Guest.tiny("web");
  private final Deployment parts;
  private final Arrivals events;
  private final Arrivals textUi;

  Watchers() {
    host.define(guest);
    parts = new Deployment(lab, admin, host);
    events = new Arrivals(admin.command(parts.port(), List.of(), "event", "follow"));
    awaitFollowing();
    textUi = new Arrivals(admin.command(parts.port(), List.of("-tt")));
    textUi.when(0, "shut off");
  }

  /** Following has no greeting: another guest comes and goes until that shows. */
  private void awaitFollowing() {
    Guest probe = Guest.tiny("probe");
    host.define(probe);
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              host.virsh("start", probe.name());
              host.virsh("destroy", probe.name());
              return events.has("h1/probe  st");
            });
    int from = events.mark();
    host.virsh("undefine", probe.name());
    events.when(from, "undefined"); // behind all the others
  }

  /** {@code virsh start} and {@code virsh destroy} by somebody who knows nothing of Pilothouse. */
  List<Seen> startAndDestroy() {
    Seen start = seen("start", "started", "running");
    Seen destroy = seen("destroy", "stopped", "shut off");
    return List.of(start, destroy);
  }

  private Seen seen(String verb, String told, String shown) {
    int from = events.mark();
    int fromUi = textUi.mark();
    host.virsh(verb, guest.name());
    long returned = System.nanoTime();
    return new Seen(
        (events.when(from, "h1/web  " + told) - returned) / 1e6,
        (textUi.when(fromUi, shown) - returned) / 1e6);
  }

  /** How long after {@code kill -9} of the agent the text UI says that the host is stale, in ms. */
  double killTheAgent() {
    int from = textUi.mark();
    Runnable kill = parts.killer(Part.AGENT);
    long before = System.nanoTime();
    kill.run();
    return (textUi.when(from, "stale") - before) / 1e6;
  }

  /** Starts it again. */
  void agentIsBack() {
    parts.restart(Part.AGENT);
    var unused = startAndDestroy(); // which both see only if the host is heard again
  }

  @Override
  public void close() {
    events.close();
    textUi.close();
    parts.close();
    lab.close();
  }
}
