package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a host's news: first the picture on the bus, then the ring, so that whoever reads the
 * picture because of a ring finds at least that. What cannot be told is told as a whole picture
 * once the bus is back. Thread-safe.
 */
final class FleetPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(FleetPublisher.class);

  /** Figures change all the time: those that come later may find them this old. */
  private static final Duration FIGURES = Duration.ofSeconds(5);

  private static final Duration BEAT = Duration.ofMillis(900);
  private static final int LARGE_RING = 256 * 1024;

  private final Bus bus;
  private final Codec codec;
  private final Clock clock;
  private final String host;
  private final String pin;
  private final String epoch;

  private final Map<UUID, Vm> vms = new HashMap<>();
  private final Set<UUID> unwritten = new HashSet<>();
  private @Nullable HostFacts facts;
  private @Nullable Inventory inventory;
  private boolean listed;
  private boolean behind = true;
  private long seq;
  private Instant told = Instant.EPOCH;
  private Instant figuresWritten = Instant.EPOCH;

  FleetPublisher(Bus bus, Codec codec, Clock clock, String host, String pin, String epoch) {
    this.bus = bus;
    this.codec = codec;
    this.clock = clock;
    this.host = host;
    this.pin = pin;
    this.epoch = epoch;
  }

  synchronized void publish(List<FleetEvent> events) {
    events.forEach(this::check);
    Map<String, String> put = new HashMap<>();
    Set<String> remove = new HashSet<>();
    events.forEach(event -> remember(event, put, remove));
    tell(put, remove, events);
  }

  /** Says that the agent is alive, unless it said something just now. */
  synchronized void beat() {
    HostFacts now = facts;
    if (now != null && (behind || told.plus(BEAT).isBefore(clock.instant()))) {
      publish(List.of(new FleetEvent.HostReported(host, now, clock.instant())));
    }
  }

  /** The bus may have forgotten something: tell everything again. */
  synchronized void again() {
    behind = true;
    beat();
  }

  synchronized void goodbye() {
    seq++;
    try {
      bus.updateMap(Names.picture(host), Map.of(HostNews.HEAD, head(true)), Set.of());
      ring(List.of(new FleetEvent.PresenceChanged(host, Presence.OFFLINE)), false);
    } catch (BusUnavailableException e) {
      LOG.info("no goodbye from host {}: the bus is away", host);
    }
  }

  private void check(FleetEvent event) {
    boolean ours =
        switch (event) {
          case FleetEvent.HostReported e -> true;
          case FleetEvent.VmsListed e -> e.vms().stream().allMatch(vm -> vm.host().equals(host));
          case FleetEvent.VmChanged e -> true;
          case FleetEvent.VmGone e -> true;
          case FleetEvent.CpuSampled e -> true;
          case FleetEvent.InventoryReported e -> true;
          case FleetEvent.PresenceChanged e -> false;
          case FleetEvent.HostForgotten e -> false;
        };
    if (!ours || !event.host().equals(host)) {
      throw new IllegalArgumentException("the agent of " + host + " cannot say " + event);
    }
  }

  private void remember(FleetEvent event, Map<String, String> put, Set<String> remove) {
    switch (event) {
      case FleetEvent.HostReported e -> facts = e.facts();
      case FleetEvent.VmsListed e -> {
        vms.keySet().forEach(uuid -> gone(field(uuid), put, remove));
        vms.clear();
        e.vms().forEach(vm -> changed(vm, put, remove));
        listed = true;
      }
      case FleetEvent.VmChanged e -> changed(e.vm(), put, remove);
      case FleetEvent.VmGone e -> {
        vms.remove(e.ref().uuid());
        gone(field(e.ref().uuid()), put, remove);
      }
      case FleetEvent.CpuSampled e ->
          e.percent()
              .forEach(
                  (uuid, percent) -> {
                    vms.computeIfPresent(uuid, (u, vm) -> vm.withCpuPercent(percent));
                    unwritten.add(uuid);
                  });
      case FleetEvent.InventoryReported e -> {
        inventory = e.inventory();
        put.put(HostNews.INVENTORY, codec.write(Inventory.class, e.inventory()));
      }
      case FleetEvent.PresenceChanged e -> {}
      case FleetEvent.HostForgotten e -> {}
    }
  }

  private void changed(Vm vm, Map<String, String> put, Set<String> remove) {
    vms.put(vm.ref().uuid(), vm);
    String field = field(vm.ref().uuid());
    put.put(field, codec.write(Vm.class, vm));
    remove.remove(field);
  }

  private static void gone(String field, Map<String, String> put, Set<String> remove) {
    put.remove(field);
    remove.add(field);
  }

  private void tell(Map<String, String> put, Set<String> remove, List<FleetEvent> events) {
    seq++;
    told = clock.instant();
    try {
      if (behind) {
        tellAll();
      } else {
        addFigures(put);
        put.put(HostNews.HEAD, head(false));
        bus.updateMap(Names.picture(host), put, remove);
        ring(events, false);
      }
    } catch (BusUnavailableException e) {
      LOG.debug("news of host {} waits for the bus", host, e);
      behind = true;
    }
  }

  /** Until the agent listed its VMs, those of its earlier run stay as they are last known. */
  private void tellAll() {
    bus.updateMap(Names.HOSTS, Map.of(host, pin), Set.of());
    Map<String, String> put = new HashMap<>();
    vms.forEach((uuid, vm) -> put.put(field(uuid), codec.write(Vm.class, vm)));
    Inventory had = inventory;
    if (had != null) {
      put.put(HostNews.INVENTORY, codec.write(Inventory.class, had));
    }
    put.put(HostNews.HEAD, head(false));
    Set<String> remove = new HashSet<>();
    if (listed) {
      remove.addAll(bus.readMap(Names.picture(host)).keySet());
      remove.removeAll(put.keySet());
      remove.remove(HostNews.INVENTORY);
    }
    bus.updateMap(Names.picture(host), put, remove);
    figuresWritten = clock.instant();
    unwritten.clear();
    behind = !listed;
    ring(List.of(), true);
  }

  private void addFigures(Map<String, String> put) {
    if (figuresWritten.plus(FIGURES).isAfter(clock.instant())) {
      return;
    }
    figuresWritten = clock.instant();
    for (UUID uuid : unwritten) {
      Vm vm = vms.get(uuid);
      if (vm != null) {
        put.put(field(uuid), codec.write(Vm.class, vm));
      }
    }
    unwritten.clear();
  }

  private void ring(List<FleetEvent> events, boolean reread) {
    String json = codec.write(HostNews.class, new HostNews(host, epoch, seq, reread, events));
    if (json.length() > LARGE_RING) {
      json = codec.write(HostNews.class, new HostNews(host, epoch, seq, true, List.of()));
    }
    bus.publish(Names.FLEET_TOPIC, json);
  }

  private String head(boolean goodbye) {
    return codec.write(
        HostNews.Head.class, new HostNews.Head(epoch, seq, facts, clock.instant(), goodbye));
  }

  private static String field(UUID uuid) {
    return HostNews.VM + uuid;
  }
}
