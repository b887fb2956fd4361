package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Migrations;
import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.hypervisor.Nics;
import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.hypervisor.Storage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/**
 * Kills one run of an agent at one chosen boundary: the moment before or after a call to the bus,
 * the hypervisor or the journal. From then on none of its threads reaches anything any more, as
 * after {@code kill -9}.
 */
final class Mortality {
  /** Reading and listening change nothing, so dying there is dying at the boundary before. */
  private static final Set<String> HARMLESS =
      Set.of(
          "take",
          "record",
          "hostName",
          "onCancel",
          "onConnection",
          "listen",
          "progress",
          "storage",
          "networks",
          "disks",
          "nics",
          "configuration",
          "snapshots",
          "migrations",
          "cpuSupport",
          "facts");

  /** Parts of the hypervisor, and the other host's, whose calls are boundaries too. */
  private static final Set<Class<?>> PARTS =
      Set.of(
          Storage.class,
          Networks.class,
          Disks.class,
          Nics.class,
          Configuration.class,
          Snapshots.class,
          Migrations.class,
          Hypervisor.class);

  /** Unchecked and no Exception: nothing in main code may survive it. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String where) {
      super(where, null, false, false);
    }
  }

  private final int fatal;
  private int boundary;
  private boolean dead;
  private String where = "";

  /**
   * @param fatal the boundary to die at, counted from 1; 0 for immortality
   */
  Mortality(int fatal) {
    this.fatal = fatal;
  }

  synchronized boolean dead() {
    return dead;
  }

  /** Where it died. */
  synchronized String where() {
    return where;
  }

  private synchronized void check() {
    if (dead) {
      throw new Death(where);
    }
  }

  private synchronized void reach(String point) {
    check();
    if (++boundary == fatal) {
      dead = true;
      where = point;
      throw new Death(where);
    }
  }

  <T> T wrap(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              boolean harmless = HARMLESS.contains(method.getName());
              if (harmless) {
                check();
              } else {
                reach("before " + method.getName());
              }
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
              if (!harmless) {
                reach("after " + method.getName());
              }
              Class<?> part = method.getReturnType();
              return PARTS.contains(part) ? wrapPart(part, result) : result;
            }));
  }

  private <P> P wrapPart(Class<P> part, Object real) {
    return wrap(part, part.cast(real));
  }

  /** A journal whose every write is a boundary. */
  Journal journal(Path directory) throws IOException {
    return new Journal(directory, InstantSource.system()) {
      @Override
      synchronized void write(JournalLine line, boolean sync) {
        String name = line.getClass().getSimpleName();
        reach("before journal " + name);
        super.write(line, sync);
        reach("after journal " + name);
      }
    };
  }
}
