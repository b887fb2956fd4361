package dev.pilothouse.agent.watch;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.operation.News;
import dev.pilothouse.agent.operation.handler.HostPolicy;
import dev.pilothouse.agent.operation.handler.Maintenance;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Notice.Severity;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one host and tells the fleet. Two threads: one for VMs, one for the heartbeat, which goes
 * on while a long list is read or libvirt does not answer.
 */
public final class HostWatch implements AutoCloseable, News {
  private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration RECONCILE = Duration.ofSeconds(30);

  /** Events of one action come together; looking once for all of them saves calls. */
  private static final Duration GATHER = Duration.ofMillis(15);

  private static final Duration TELL_WITHIN = Duration.ofSeconds(1);

  /** From here on one list is cheaper than looking at each. */
  private static final int MANY = 50;

  private final Hypervisor hypervisor;
  private final AgentLine line;
  private final Clock clock;
  private final ImageStore images;
  private final String host;
  private final Picture picture;
  private final Teller teller;
  private final Sampler sampler = new Sampler();
  private final Queue<HypervisorEvent.VmChanged> heard = new ConcurrentLinkedQueue<>();
  private final Supplier<List<TrashedVm>> trash;
  private final Supplier<HostTerms> terms;
  private final AtomicBoolean gathering = new AtomicBoolean();
  private final ScheduledExecutorService watch = thread("host-watch");
  private final ScheduledExecutorService heart = thread("host-heartbeat");
  private final Subscription bus;
  private volatile Consumer<? super HypervisorEvent> also = event -> {};
  private boolean lost;

  /** With the standard settings for images. */
  public static HostWatch start(Hypervisor hypervisor, AgentLine line, Clock clock) {
    return new HostWatch(hypervisor, line, clock, HostPolicy.standard(), Optional::empty, List::of);
  }

  /**
   * Starts at once; the first full list follows as soon as libvirt gives it.
   *
   * @param maintenance what to tell of it with every heartbeat
   * @param trash what to tell of it
   */
  public static HostWatch start(
      Hypervisor hypervisor,
      AgentLine line,
      Clock clock,
      HostPolicy policy,
      Maintenance maintenance,
      Trash trash) {
    return new HostWatch(
        hypervisor,
        line,
        clock,
        policy,
        maintenance::now,
        () -> trash.all().stream().map(Trash.Entry::vm).toList());
  }

  private HostWatch(
      Hypervisor hypervisor,
      AgentLine line,
      Clock clock,
      HostPolicy policy,
      Supplier<Optional<HostTerms.Maintenance>> maintenance,
      Supplier<List<TrashedVm>> trash) {
    this.images = new ImageStore(hypervisor.storage(), policy.images());
    this.terms = () -> policy.migration().of(hypervisor.hostName(), maintenance.get());
    this.trash = trash;
    this.hypervisor = hypervisor;
    this.line = line;
    this.clock = clock;
    this.host = hypervisor.hostName();
    this.picture = new Picture(host);
    this.teller = new Teller(line, picture);
    every(heart, HEARTBEAT, this::beat);
    every(watch, RECONCILE, this::reconcile);
    soon(this::sample, Duration.ofMillis(500));
    hypervisor.listen(
        event -> {
          hear(event);
          also.accept(event);
        });
    bus =
        line.onConnection(
            up -> {
              if (up) {
                soon(teller::again, Duration.ZERO);
              }
            });
  }

  /**
   * Passes every event of the hypervisor on, which has but one listener.
   *
   * @param listener must not block
   */
  public void tellAlso(Consumer<? super HypervisorEvent> listener) {
    also = listener;
  }

  /**
   * Tells the fleet now how a VM is, so that whoever hears next that an operation ended finds its
   * effect in the fleet. Returns when that is done, or soon when libvirt or the bus hang: then the
   * event that follows tells it.
   */
  @Override
  public void vm(UUID vm) {
    tellNow(watch, () -> teller.tell(picture.seen(vm, hypervisor.find(vm))));
  }

  private static void tellNow(ScheduledExecutorService on, Runnable look) {
    try {
      on.submit(guarded(look)).get(TELL_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
      LOG.debug("told later, by an event or the next full look", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    var facts = hypervisor.facts().withTerms(terms.get());
    try {
      line.publish(List.of(new FleetEvent.HostReported(host, facts, clock.instant())));
    } catch (BusUnavailableException e) {
      LOG.debug("no heartbeat: the bus is away", e);
    }
  }

  /** On the hypervisor's thread: must not block. */
  private void hear(HypervisorEvent event) {
    switch (event) {
      case HypervisorEvent.VmChanged changed -> {
        heard.add(changed);
        if (gathering.compareAndSet(false, true)) {
          soon(this::look, GATHER);
        }
      }
      case HypervisorEvent.Connected connected -> soon(this::connected, Duration.ZERO);
      case HypervisorEvent.ConnectionLost gone -> soon(() -> lost(gone.why()), Duration.ZERO);
    }
  }

  private void look() {
    gathering.set(false);
    List<HypervisorEvent.VmChanged> batch = new ArrayList<>();
    for (var event = heard.poll(); event != null; event = heard.poll()) {
      batch.add(event);
    }
    Set<UUID> changed = new LinkedHashSet<>();
    batch.forEach(event -> changed.add(event.vm()));
    Set<UUID> arriving = picture.arriving(changed);
    try {
      if (changed.size() >= MANY) {
        reconcile();
      } else {
        List<FleetEvent> news = new ArrayList<>();
        for (UUID vm : changed) {
          news.addAll(picture.seen(vm, hypervisor.find(vm)));
        }
        teller.tell(news);
      }
    } finally {
      // A migration that comes to nothing is told where the VM goes on, not as a crash of its copy.
      arriving.removeIf(picture::has);
      batch.removeIf(event -> arriving.contains(event.vm()));
      DomainWatcher.notices(host, batch, clock.instant()).forEach(teller::tell);
    }
  }

  private void reconcile() {
    teller.tell(picture.listed(hypervisor.list()));
    takeStock();
  }

  private void takeStock() {
    List<Pool> pools = hypervisor.storage().pools();
    teller.tell(
        picture.equipped(
            new Inventory(
                pools,
                hypervisor.networks().all(),
                images.images(host, pools),
                trash.get(),
                hypervisor.cpuSupport())));
  }

  /** As {@link #vm}, for pools, volumes and networks. */
  @Override
  public void stock() {
    tellNow(watch, this::takeStock);
  }

  /** As {@link #vm}, for the host itself. */
  @Override
  public void host() {
    tellNow(heart, this::beat);
  }

  private void connected() {
    if (lost) {
      lost = false;
      tell(Severity.INFO, "libvirt is back");
    }
    heart.execute(guarded(this::beat));
    reconcile();
  }

  private void lost(String why) {
    lost = true;
    heart.execute(guarded(this::beat));
    tell(Severity.ALERT, "libvirt is lost: " + why);
  }

  private void tell(Severity severity, String what) {
    teller.tell(new Notice(clock.instant(), severity, host, null, "", what));
  }

  private void sample() {
    Instant before = clock.instant();
    try {
      var times = hypervisor.cpuTimes();
      teller.tell(picture.sampled(sampler.sample(times, clock.instant())));
    } finally {
      soon(this::sample, Sampler.pause(Duration.between(before, clock.instant())));
    }
  }

  private void soon(Runnable task, Duration delay) {
    try {
      var unused = watch.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the watch has ended", e);
    }
  }

  private static void every(ScheduledExecutorService on, Duration pause, Runnable task) {
    long millis = pause.toMillis();
    var unused = on.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** One failure must not end the watch. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (OperationException e) {
        if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
          LOG.debug("libvirt is lost", e);
        } else {
          LOG.warn("watching", e);
        }
      } catch (RuntimeException e) {
        LOG.error("watching", e);
      }
    };
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name(name).daemon().factory());
  }

  /** Ends the watch; hypervisor and line stay open, for they are the caller's. */
  @Override
  public void close() {
    hypervisor.listen(event -> {});
    bus.close();
    watch.shutdownNow();
    heart.shutdownNow();
    // A heartbeat under way must not follow the goodbye: the host would look alive again.
    try {
      if (!heart.awaitTermination(5, TimeUnit.SECONDS)
          || !watch.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("the watch still hangs in a call");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
