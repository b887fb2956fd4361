package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.ImageLookup;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ImageOperation.AddImage;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Images;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.order.Said;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Brings an image that is known by name to the hosts where new VMs need it. */
final class Fetching {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Call call;
  private final KnownImage known;

  private Fetching(Call call, KnownImage known) {
    this.call = call;
    this.known = known;
  }

  /** What takes a known image in; its name is what people asked for. */
  private static AddImage order(String host, KnownImage known) {
    Source from = source(known, Optional.empty());
    return new AddImage(host, known.name(), from, known.os(), known.arch(), false);
  }

  /**
   * @param checksum instead of the published one
   */
  static Source source(KnownImage known, Optional<String> checksum) {
    Optional<String> published = Optional.of(known.checksum()).filter(sum -> !sum.isEmpty());
    return new Source.FromUrl(known.url(), checksum.or(() -> published).orElse(null));
  }

  /** Empty for what nobody knows by that name. */
  static Optional<Fetching> of(Call call, String image) {
    return call.around().known().find(image).map(known -> new Fetching(call, known));
  }

  /** What brings it to those of {@code hosts} that lack it. */
  List<Planned> planned(Fleet fleet, Collection<String> hosts) {
    return hosts.stream()
        .distinct()
        .filter(host -> ImageLookup.find(fleet.inventory(host), known.name()).isEmpty())
        .map(
            host ->
                new Planned(
                    order(host, known), known.name(), new Images(fleet).shown(host, known.name())))
        .toList();
  }

  /**
   * Fetches it, one host after the other.
   *
   * @return the fleet with it
   * @throws CommandException when it cannot be had; then nothing else is begun
   */
  Fleet carryOut(List<Planned> planned) {
    Ordering ordering = new Ordering(call);
    ordering.demandPermission(Verb.IMAGE_ADD);
    if (call.has(Options.NO_WAIT)) {
      throw CommandException.usage(
          "The image "
              + known.name()
              + " must be fetched first: leave --no-wait out, or begin with  image add "
              + known.name());
    }
    for (Planned each : planned) {
      call.talk()
          .say(
              "The image "
                  + each.shown()
                  + " is not there yet; it is fetched from "
                  + Visible.line(known.url())
                  + " first.");
      OperationRecord record = ordering.carryOut(each);
      if (record.state() != OperationState.SUCCEEDED) {
        throw new CommandException(
            ExitStatus.of(record), Said.ended(each.title(), record) + " No VM was made.");
      }
    }
    return told(planned);
  }

  /** The operation's end and the host's news of its images come on two ways. */
  private Fleet told(List<Planned> planned) {
    List<String> hosts = planned.stream().map(each -> each.operation().host()).toList();
    CompletableFuture<Void> told = new CompletableFuture<>();
    Runnable look =
        () -> {
          if (planned(call.room().fleet(), hosts).isEmpty()) {
            told.complete(null);
          }
        };
    Subscription bell = call.room().onFleet(look);
    try (bell) {
      look.run();
      told.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }
    return call.room().fleet();
  }
}
