package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt.VirDomainEventCallback;

/**
 * The domain events of one connection. They come on libvirt's event thread, which also keeps the
 * connection alive: whoever listens must return at once.
 */
final class DomainEvents {
  /** Hears what happened to a domain. */
  interface Ear {
    /**
     * @param what for people; empty when it is no news
     * @param turn whether its process came or went
     */
    void heard(UUID vm, String name, String what, Turn turn);
  }

  /** What an event says about the domain's process. */
  enum Turn {
    STARTED,
    STOPPED,
    SAME
  }

  private static final int EVENT_STARTED = 2;
  private static final int EVENT_STOPPED = 5;

  private final Ear ear;
  private final List<Integer> ids = new ArrayList<>();

  /** libvirt holds the callbacks' native side only; without these Java would collect them. */
  private final List<VirDomainEventCallback> kept = new ArrayList<>();

  DomainEvents(Ear ear) {
    this.ear = ear;
  }

  /** Registers for all that is told; kinds that a driver does not have are left out. */
  void register(ConnectionPointer conn) {
    LibvirtApi.LifecycleCallback lifecycle =
        (c, d, event, detail, o) -> {
          Turn turn =
              event == EVENT_STARTED
                  ? Turn.STARTED
                  : event == EVENT_STOPPED ? Turn.STOPPED : Turn.SAME;
          tell(d, Words.event(event, detail), turn);
          return 0;
        };
    Errors.check(add(conn, 0, lifecycle));
    LibvirtApi.PlainCallback reboot = (c, d, o) -> tell(d, "rebooted", Turn.SAME);
    add(conn, 1, reboot);
    LibvirtApi.NumberCallback balloon = (c, d, kib, o) -> tell(d, "", Turn.SAME);
    add(conn, 13, balloon);
    LibvirtApi.TextCallback removed = (c, d, t, o) -> tell(d, device("removed", t), Turn.SAME);
    add(conn, 15, removed);
    LibvirtApi.AgentCallback agent = (c, d, state, why, o) -> tell(d, "", Turn.SAME);
    add(conn, 18, agent);
    LibvirtApi.TextCallback added = (c, d, t, o) -> tell(d, device("added", t), Turn.SAME);
    add(conn, 19, added);
    LibvirtApi.MetadataCallback metadata = (c, d, type, ns, o) -> tell(d, changed(type), Turn.SAME);
    add(conn, 23, metadata);
  }

  void deregister(ConnectionPointer conn) {
    for (int id : ids) {
      LIBVIRT.virConnectDomainEventDeregisterAny(conn, id);
    }
    ids.clear();
  }

  private int add(ConnectionPointer conn, int kind, VirDomainEventCallback callback) {
    int id = LIBVIRT.virConnectDomainEventRegisterAny(conn, null, kind, callback, null, null);
    if (id >= 0) {
      ids.add(id);
      kept.add(callback);
    }
    return id;
  }

  /** The domain belongs to libvirt here: it is read, never freed. */
  private void tell(Pointer domain, String what, Turn turn) {
    DomainPointer d = new DomainPointer(domain);
    ear.heard(Domains.uuid(d), LIBVIRT.virDomainGetName(d), what, turn);
  }

  private static String device(String what, @Nullable Pointer alias) {
    return "device " + what + (alias == null ? "" : " (" + alias.getString(0, "UTF-8") + ")");
  }

  /** virDomainMetadataType. */
  private static String changed(int type) {
    return switch (type) {
      case 0 -> "description changed";
      case 1 -> "title changed";
      default -> "metadata changed";
    };
  }
}
