package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.image.ImageFacts;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image in the making: its content's volume first, its facts last. Until the facts are there it
 * is none, and whoever comes back after a crash takes away what there is of it.
 */
record Draft(Work work, ImageStore store, String image) {
  private static final String VOLUME = "volume";
  private static final String FACTS = "facts";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** libvirt goes on with a copy that nobody waits for any more; it may be large. */
  private static final Duration LIBVIRT_ENDS_WITHIN = Duration.ofHours(2);

  /** Refuses a name that cannot be, or is taken. */
  void demandFree() {
    if (!NAME.matcher(image).matches()) {
      throw new OperationException(
          new Failure(
              ErrorCode.BAD_INPUT,
              "This cannot be the name of an image.",
              "Use up to 64 letters, digits, dots, dashes and underscores, a letter or digit"
                  + " first."));
    }
    if (store.factsVolume(image).isPresent()) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "There is an image " + image + " on this host already.");
    }
  }

  /** Notes which volume will hold the content, before it is there; its name. */
  String begin(String ending) {
    String name = ImageStore.contentName(image, work.id(), ending);
    work.note(VOLUME, name);
    return name;
  }

  /** Whether there may be something of it. */
  boolean begun() {
    return work.noted(VOLUME) != null;
  }

  /** Writes the facts: from here on it is an image. */
  void finish(ImageFacts facts) {
    work.note(FACTS, "writing");
    store.write(facts);
  }

  /** What to answer when the image could not be made: takes away what there is of it. */
  Outcome failed(OperationException why) {
    Failure failure = why.failure();
    @Nullable String left = removed();
    if (left != null) {
      return Outcome.failed(
          new Failure(
              failure.code(),
              failure.message() + " The volume " + left + " could not be removed.",
              "Remove that volume by hand. " + failure.hint()));
    }
    return failure.code() == ErrorCode.CANCELLED
        ? Outcome.cancelled(failure.message())
        : Outcome.failed(failure);
  }

  private @Nullable String removed() {
    try {
      remove();
      return null;
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
        throw e;
      }
      return work.noted(VOLUME);
    }
  }

  /** Whether it was finished; if not, what there is of it goes. */
  Finding settle() {
    store.refresh();
    Optional<ImageFacts> facts = store.facts(image);
    if (facts.isPresent() && facts.get().operation().equals(work.id())) {
      String path = store.content(facts.get().volume()).map(Volume::path).orElse("");
      return new Finding.Settled(Outcome.succeeded("found whole", path));
    }
    remove();
    return new Finding.NotDone();
  }

  private void remove() {
    if (work.noted(FACTS) != null && store.facts(image).isEmpty()) {
      store.factsVolume(image).map(Volume::path).ifPresent(this::insist);
    }
    String volume = work.noted(VOLUME);
    if (volume != null) {
      store.content(volume).map(Volume::path).ifPresent(this::insist);
    }
  }

  /** libvirt does not delete what it is still writing to. */
  private void insist(String path) {
    Instant until = work.now().plus(LIBVIRT_ENDS_WITHIN);
    while (true) {
      try {
        store.remove(path);
        return;
      } catch (OperationException e) {
        if (e.failure().code() != ErrorCode.WRONG_STATE || work.now().isAfter(until)) {
          throw e;
        }
        work.progress(-1, "waiting for libvirt to end with the volume, to remove it");
        work.await(LOOK_EVERY);
      }
    }
  }
}
