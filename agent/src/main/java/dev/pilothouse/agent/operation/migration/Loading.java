package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.Storage.TransferProgress;
import dev.pilothouse.agent.image.ImageFacts;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.image.Rate;
import dev.pilothouse.agent.operation.handler.Departures;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.DiskRoute;
import dev.pilothouse.agent.operation.migration.plan.DiskRoute.Beneath;
import dev.pilothouse.agent.operation.migration.plan.Peer;
import dev.pilothouse.agent.operation.migration.plan.Survey;
import dev.pilothouse.agent.operation.storage.Pools.Place;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes ready at the other host what a VM's disks need before it goes: the files beneath them,
 * empty files of their own for libvirt to fill, and small media; for a VM that is off, their
 * content too.
 */
final class Loading {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Work work;
  private final Survey survey;
  private final Peer peer;
  private final Patience patience;
  private final MadeThere made;
  private final Departures departures;
  private final Figures figures;
  private final Instant since;
  private long copied;

  Loading(Work work, Survey survey, Patience patience, Figures figures) {
    this.work = work;
    this.survey = survey;
    this.peer = survey.peer();
    this.patience = patience;
    this.made = new MadeThere(work);
    this.departures = work.departures();
    this.figures = figures;
    this.since = work.now();
  }

  void run() {
    List<DiskRoute> moving = survey.disks().stream().filter(route -> !route.stays()).toList();
    if (moving.isEmpty()) {
      return;
    }
    untilNobodyElseLoads();
    try {
      List<Place> missing = missing(moving);
      for (Place file : missing) {
        copyBase(file);
      }
      for (DiskRoute route : moving) {
        makeTop(route);
      }
    } finally {
      departures.loaded(peer.host());
    }
    for (DiskRoute route : moving) {
      if (route.medium() || !survey.vm().state().active()) {
        fill(route.from().orElseThrow());
      }
    }
    Trip.loaded(work, copied);
  }

  /** Others may be putting the same files there. */
  private void untilNobodyElseLoads() {
    while (!departures.load(peer.host())) {
      patience.demand();
      work.progress(-1, "waiting until another migration has put its files onto " + peer.host());
      work.await(LOOK_AGAIN);
    }
  }

  /**
   * Files beneath the disks that are not there yet, the deepest first; the rest must be the same.
   */
  private List<Place> missing(List<DiskRoute> moving) {
    Map<String, Place> missing = new LinkedHashMap<>();
    List<Pool> therePools = peer.ask(there -> there.storage().pools());
    for (DiskRoute route : moving) {
      for (Beneath file : route.beneath().reversed()) {
        if (file.shared()) {
          continue;
        }
        Optional<Volume> there = at(therePools, file.from().volume().path());
        if (there.isEmpty()) {
          missing.put(file.from().volume().path(), file.from());
        } else {
          demandSame(file.from(), there.get());
        }
      }
    }
    return List.copyOf(missing.values());
  }

  private static Optional<Volume> at(List<Pool> pools, String path) {
    return pools.stream()
        .flatMap(pool -> pool.volumes().stream())
        .filter(volume -> volume.path().equals(path))
        .findFirst();
  }

  private void demandSame(Place here, Volume there) {
    String path = here.volume().path();
    String mark = mark(here.volume(), there);
    if (departures.same(peer.host(), mark)) {
      return;
    }
    boolean same = checksums(path) || bytesAreSame(path, here.volume().allocationBytes());
    if (!same) {
      throw new OperationException(
          new Failure(
              ErrorCode.NAME_TAKEN,
              path
                  + " on "
                  + peer.host()
                  + " is another file than the one here; a disk of the VM"
                  + " lies on it.",
              "Find out which is the right one, and move the other away. If it is being copied"
                  + " there right now, try again later."));
    }
    departures.isSame(peer.host(), mark);
  }

  private static String mark(Volume here, Volume there) {
    return here.path()
        + " "
        + here.capacityBytes()
        + " "
        + here.allocationBytes()
        + " "
        + there.allocationBytes();
  }

  /** Whether both hosts hold an image of the same checksum in that file. */
  private boolean checksums(String path) {
    Optional<Image> mine = image(imagesHere(), path);
    Optional<Image> theirs =
        peer.ask(
            there ->
                image(
                    new ImageStore(there.storage(), work.policy().images())
                        .images(peer.host(), there.storage().pools()),
                    path));
    return mine.isPresent()
        && theirs.isPresent()
        && !mine.get().sha256().isEmpty()
        && mine.get().sha256().equals(theirs.get().sha256());
  }

  private List<Image> imagesHere() {
    return new ImageStore(work.hypervisor().storage(), work.policy().images())
        .images(work.hypervisor().hostName(), work.hypervisor().storage().pools());
  }

  private static Optional<Image> image(List<Image> images, String path) {
    return images.stream().filter(image -> image.path().equals(path)).findFirst();
  }

  private boolean bytesAreSame(String path, long about) {
    return new FileCopy(work.hypervisor().storage(), peer, path)
        .same(telling("comparing", path, about));
  }

  private void copyBase(Place file) {
    make(file, file.volume().capacityBytes());
    fill(file);
    refresh(poolThere(file.pool()));
    Volume there =
        at(peer.ask(host -> host.storage().pools()), file.volume().path()).orElse(file.volume());
    departures.isSame(peer.host(), mark(file.volume(), there));
    image(imagesHere(), file.volume().path()).ifPresent(this::copyFacts);
  }

  /** Makes an image of what was copied, as it is here; nobody needs that for the VM itself. */
  private void copyFacts(Image image) {
    ImageStore mine = new ImageStore(work.hypervisor().storage(), work.policy().images());
    Optional<ImageFacts> facts = mine.facts(image.name());
    String name = ImageStore.factsName(image.name());
    boolean free =
        peer.ask(there -> there.storage().pools()).stream()
            .filter(pool -> pool.name().equals(mine.pool()) && image.path().startsWith(pool.path()))
            .anyMatch(pool -> pool.volumes().stream().noneMatch(v -> v.name().equals(name)));
    if (facts.isPresent() && free) {
      made.willMake(mine.pool(), name);
      peer.tell(
          there -> new ImageStore(there.storage(), work.policy().images()).write(facts.get()));
    }
  }

  private void makeTop(DiskRoute route) {
    Place from = route.from().orElseThrow();
    boolean live = survey.vm().state().active() && !route.medium();
    make(
        from,
        live
            ? work.hypervisor().disks().bytes(survey.vm().ref().uuid(), route.disk().target())
            : from.volume().capacityBytes());
  }

  private void make(Place from, long capacity) {
    patience.demand();
    Volume volume = from.volume();
    String pool = poolThere(from.pool());
    made.willMake(pool, volume.name());
    String format = volume.format().equals("qcow2") ? "qcow2" : "raw";
    NewVolume wanted =
        volume.backing().isEmpty()
            ? NewVolume.thin(volume.name(), format, capacity)
            : NewVolume.overlay(
                volume.name(), capacity, volume.backing(), formatOf(volume.backing()));
    Volume there = peer.ask(host -> host.storage().createVolume(pool, wanted));
    if (!there.path().equals(volume.path())) {
      throw new OperationException(
          ErrorCode.INTERNAL,
          "libvirt made " + there.path() + " in place of " + volume.path() + ".");
    }
  }

  private String formatOf(String path) {
    return work.hypervisor()
        .storage()
        .volume(path)
        .map(Volume::format)
        .filter(format -> !format.isEmpty())
        .orElse("raw");
  }

  private String poolThere(Pool here) {
    return survey.poolsThere().stream()
        .filter(pool -> pool.path().equals(here.path()) && pool.active())
        .map(Pool::name)
        .findFirst()
        .orElseThrow(
            () ->
                new OperationException(
                    ErrorCode.NOT_FOUND,
                    peer.host() + " has no active pool of the folder " + here.path() + "."));
  }

  private void fill(Place file) {
    long before = copied;
    String path = file.volume().path();
    TransferProgress telling = telling("copying", path, file.volume().allocationBytes());
    new FileCopy(work.hypervisor().storage(), peer, path)
        .run(
            moved -> {
              copied = before + moved;
              telling.moved(moved);
            });
  }

  private void refresh(String pool) {
    try {
      peer.tell(there -> there.storage().refreshPool(pool));
    } catch (OperationException e) {
      if (e.failure().code() != ErrorCode.WRONG_STATE) {
        throw e;
      }
      // At work on it: then it knows the new volume already.
    }
  }

  private TransferProgress telling(String doing, String path, long about) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Instant began = work.now();
    List<Instant> told = new ArrayList<>(List.of(began));
    return moved -> {
      patience.demand();
      Instant now = work.now();
      if (Duration.between(told.getLast(), now).compareTo(LOOK_AGAIN) >= 0) {
        told.set(0, now);
        long all = Math.max(about, moved);
        work.progress(
            Math.clamp(100 * moved / Math.max(1, all), 0, 99),
            doing
                + " "
                + name
                + (doing.equals("copying") ? " to " : " with that of ")
                + peer.host()
                + ": "
                + Rate.words(moved, all, Duration.between(began, now)),
            figures.ofFiles(moved, all, Duration.between(since, now)));
      }
    };
  }
}
