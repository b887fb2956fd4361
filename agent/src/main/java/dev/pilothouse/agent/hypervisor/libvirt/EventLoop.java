package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import org.libvirt.jna.Libvirt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libvirt's default event loop on one daemon thread. libvirt knows one loop per process, which must
 * be there before the first connection is opened and serves them all; so does this.
 */
final class EventLoop {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /** Without one libvirt prints errors to stderr. libvirt keeps no reference that Java can see. */
  private static final Libvirt.VirErrorCallback SILENT = (opaque, error) -> {};

  private static final Thread LOOP = start();

  private EventLoop() {}

  /** Returns once the loop runs. */
  static void ensureRunning() {
    if (!LOOP.isAlive()) {
      throw new IllegalStateException("libvirt's event loop has ended");
    }
  }

  private static Thread start() {
    LIBVIRT.virSetErrorFunc(null, SILENT);
    if (LIBVIRT.virEventRegisterDefaultImpl() < 0) {
      throw Errors.last();
    }
    Thread loop = Thread.ofPlatform().name("libvirt-events").daemon().unstarted(EventLoop::run);
    loop.start();
    return loop;
  }

  private static void run() {
    while (true) {
      try {
        if (LIBVIRT.virEventRunDefaultImpl() < 0) {
          LOG.warn("libvirt's event loop: {}", Errors.last().getMessage());
        }
      } catch (RuntimeException e) {
        LOG.error("libvirt's event loop goes on after", e);
      }
    }
  }
}
