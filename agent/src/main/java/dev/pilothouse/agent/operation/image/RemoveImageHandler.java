package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.image.ImageFacts;
import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.ImageUse;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation.RemoveImage;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes an image on which nothing stands. Proof: whether its volume is there. */
record RemoveImageHandler(RemoveImage operation, ImageSettings settings) implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(RemoveImageHandler.class);
  private static final String VOLUME = "volume";
  private static final int MOST_NAMED = 10;

  private ImageStore store(Work work) {
    return new ImageStore(work.hypervisor().storage(), settings);
  }

  @Override
  public Map<String, String> look(Work work) {
    ImageStore store = store(work);
    ImageFacts facts =
        store
            .facts(operation.name())
            .orElseThrow(
                () ->
                    new OperationException(
                        new Failure(
                            ErrorCode.NOT_FOUND,
                            "There is no image " + operation.name() + " on this host.",
                            "'image list' shows all.")));
    refreshAll(work);
    Optional<Volume> content = store.content(facts.volume());
    content.ifPresent(volume -> demandUnused(work, volume.path()));
    return Map.of(VOLUME, facts.volume());
  }

  /** A clone made by somebody else a moment ago must be seen. */
  private static void refreshAll(Work work) {
    for (Pool pool : work.hypervisor().storage().pools()) {
      if (pool.active()) {
        try {
          work.hypervisor().storage().refreshPool(pool.name());
        } catch (OperationException e) {
          if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
            throw e;
          }
          LOG.debug("a pool was not refreshed", e);
        }
      }
    }
  }

  private static void demandUnused(Work work, String path) {
    ImageUse use = ImageUse.of(path, work.hypervisor().list(), work.hypervisor().storage().pools());
    if (use.none()) {
      return;
    }
    List<String> users =
        Stream.concat(use.vms().stream().map(Vm::name), use.volumes().stream().map(Volume::path))
            .toList();
    String more = users.size() > MOST_NAMED ? ", and " + (users.size() - MOST_NAMED) + " more" : "";
    throw new OperationException(
        new Failure(
            ErrorCode.WRONG_STATE,
            "The image is in use by "
                + users.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + more
                + ".",
            "Delete what stands on it first, with its disks, or make it stand alone (flatten)."));
  }

  @Override
  public Outcome carryOut(Work work) {
    ImageStore store = store(work);
    Optional<Volume> content = store.content(noted(work));
    return work.alone(
        () -> {
          content.ifPresent(volume -> demandUnused(work, volume.path()));
          content.map(Volume::path).ifPresent(store::remove);
          return withoutFacts(store, "deleted in " + work.took());
        });
  }

  private Outcome withoutFacts(ImageStore store, String words) {
    store.factsVolume(operation.name()).map(Volume::path).ifPresent(store::remove);
    return Outcome.succeeded(words);
  }

  /** The content goes first: while it is there, nothing was done. */
  @Override
  public Finding settle(Work work) {
    ImageStore store = store(work);
    store.refresh();
    return store.content(noted(work)).isPresent()
        ? new Finding.NotDone()
        : new Finding.Settled(withoutFacts(store, "found deleted"));
  }

  private static String noted(Work work) {
    String volume = work.noted(VOLUME);
    if (volume == null) {
      throw new IllegalStateException("the journal lacks the volume");
    }
    return volume;
  }
}
