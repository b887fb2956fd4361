package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.order.Following.News;
import dev.pilothouse.tui.shell.output.OperationView;
import dev.pilothouse.tui.shell.output.PlanView;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Everything between a person's order and its end, the same for every operation. */
public final class Ordering {
  private final Call call;

  public Ordering(Call call) {
    this.call = call;
  }

  /** Orders all of one kind: dry run, permission, question, order, wait, summary. */
  public int run(Verb verb, List<Planned> planned) {
    if (planned.isEmpty()) {
      throw new CommandException(
          ExitStatus.NOT_FOUND, "No VM matches the filter; 'vm list' shows all.");
    }
    if (call.has(Options.DRY_RUN)) {
      return plan(verb, planned);
    }
    demandPermission(verb);
    Confirmation.demand(call, verb, planned);
    warnOfSilentHosts(planned);
    return call.has(Options.NO_WAIT) ? orderAll(planned) : new Bulk(call, planned).run();
  }

  /**
   * Orders one that takes what a person sends, and sends it. A dry run offers nothing.
   *
   * @param planned from the offer that the order names
   */
  public int send(
      Verb verb, String host, Function<StreamOffer, Planned> planned, InputStream content) {
    if (call.has(Options.DRY_RUN)) {
      return plan(verb, List.of(planned.apply(StreamOffer.NONE)));
    }
    demandPermission(verb);
    if (call.has(Options.NO_WAIT)) {
      throw CommandException.usage(
          "What is sent on stdin is sent while the command waits: leave --no-wait out.");
    }
    try (Offering offering = call.room().offer(host)) {
      Planned order = planned.apply(offering.offer());
      warnOfSilentHosts(List.of(order));
      return Sending.run(call, order, offering, content);
    }
  }

  public void demandPermission(Verb verb) {
    if (!call.who().may(verb.permission())) {
      throw new CommandException(
          ExitStatus.DENIED,
          "'"
              + verb.title()
              + "' needs the permission "
              + verb.permission()
              + ", which the role "
              + call.who().role()
              + " of "
              + call.who().name()
              + " does not have. "
              + ErrorCode.DENIED.hint());
    }
  }

  /**
   * Orders one and waits for its end, whatever that is.
   *
   * @throws CommandException TIMED_OUT or INTERRUPTED; the operation goes on
   */
  public OperationRecord carryOut(Planned planned) {
    try (Following following = new Following(call)) {
      OperationRecord record = submit(planned);
      following.follow(record.number());
      while (true) {
        switch (following.next()) {
          case News.Ended ended -> {
            return ended.record();
          }
          case News.Lost gone -> throw lost(gone.number());
          case News.Interrupted interrupted ->
              throw Goodbye.interrupted(List.of(record.number()), 0);
          case News.TimeOver over -> throw Goodbye.timeOver(List.of(record.number()), 0);
          case News.Moved moved -> call.talk().progress(Said.progress(planned, moved.record()));
          case News.Tick tick -> {}
        }
      }
    }
  }

  /**
   * Orders all without asking, waits for their ends and says how each ended.
   *
   * @return as for {@link #run}
   * @throws CommandException TIMED_OUT or INTERRUPTED; the operations go on
   */
  public int orderAndWait(List<Planned> planned) {
    warnOfSilentHosts(planned);
    return new Bulk(call, planned).unlisted().run();
  }

  /** Orders all of some reads at once and waits for them; their records are in the same order. */
  public List<OperationRecord> readAll(List<Planned> planned) {
    List<Long> numbers = new ArrayList<>();
    Map<Long, OperationRecord> ended = new HashMap<>();
    try (Following following = new Following(call)) {
      for (Planned each : planned) {
        long number = submit(each).number();
        numbers.add(number);
        following.follow(number);
      }
      while (ended.size() < planned.size()) {
        switch (following.next()) {
          case News.Ended end -> ended.put(end.record().number(), end.record());
          case News.Lost gone -> throw lost(gone.number());
          case News.Interrupted interrupted -> throw CommandException.interrupted("");
          case News.TimeOver over -> throw Goodbye.timeOver(numbers, 0);
          case News.Moved moved -> {}
          case News.Tick tick ->
              call.talk().progress("Looked at " + ended.size() + " of " + planned.size());
        }
      }
    }
    List<OperationRecord> inOrder = new ArrayList<>();
    numbers.forEach(number -> inOrder.add(ended.get(number)));
    return inOrder;
  }

  public OperationRecord submit(Planned planned) {
    return call.room()
        .submit(planned.operation(), planned.target(), call.who(), call.around().acceptWithin());
  }

  public static CommandException lost(long number) {
    return new CommandException(
        ExitStatus.UNAVAILABLE,
        "Nothing more is heard of operation "
            + number
            + ". 'op show "
            + number
            + "' tells its end.");
  }

  private int orderAll(List<Planned> planned) {
    List<OperationView> ordered = new ArrayList<>();
    for (Planned each : planned) {
      ordered.add(OperationView.of(submit(each)));
    }
    call.results().list(OperationView.LISTING, ordered);
    return ExitStatus.DONE;
  }

  private int plan(Verb verb, List<Planned> planned) {
    boolean permitted = call.who().may(verb.permission());
    call.results()
        .list(
            PlanView.LISTING,
            planned.stream().map(p -> planView(p.operation(), p, permitted)).toList());
    return permitted ? ExitStatus.DONE : ExitStatus.DENIED;
  }

  private static PlanView planView(Operation operation, Planned planned, boolean permitted) {
    return new PlanView(
        operation.verb().title(),
        operation.host(),
        planned.target(),
        operation.target().map(VmRef::uuid).map(Object::toString).orElse(null),
        operation.sentence(planned.target()),
        operation.verb().permission().name(),
        permitted);
  }

  /** An order to a host that does not answer would otherwise look like a hang. */
  private void warnOfSilentHosts(List<Planned> planned) {
    TreeSet<String> hosts = new TreeSet<>();
    planned.forEach(p -> hosts.add(p.operation().host()));
    for (String name : hosts) {
      Host host = call.room().fleet().host(name);
      if (host != null && host.presence() != Presence.ONLINE) {
        call.talk()
            .say(
                "Host "
                    + Visible.of(name)
                    + " does not answer; unless it does within "
                    + call.around().acceptWithin().toSeconds()
                    + " s, what is ordered there expires and is not done.");
      }
    }
  }
}
