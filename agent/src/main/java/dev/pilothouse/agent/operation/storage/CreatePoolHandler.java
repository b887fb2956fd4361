package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.XmlText;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Defines, builds and starts a pool. Proof that a pool is ours: its UUID, which follows from the
 * order's id. What fails after the definition takes the definition away again.
 */
record CreatePoolHandler(StorageOperation.CreatePool operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    StorageOperation.PoolSpec spec = operation.spec();
    boolean path = spec.path().startsWith("/");
    switch (spec.type()) {
      case "dir" -> require(path, "A pool of type dir needs the absolute path of its folder.");
      case "netfs" -> {
        require(path, "A pool of type netfs needs the absolute path to mount at.");
        int colon = spec.source().indexOf(":/");
        require(colon > 0, "A pool of type netfs needs its source as SERVER:/FOLDER.");
      }
      case "logical" ->
          require(
              !spec.source().isBlank() && spec.source().indexOf('/') < 0,
              "A pool of type logical needs the name of its volume group as source.");
      default ->
          throw bad("Pools of type " + spec.type() + " are not made here: dir, netfs or logical.");
    }
    require(
        !spec.name().isBlank() && spec.name().indexOf('/') < 0,
        "A pool's name is not empty and holds no '/'.");
    for (Pool pool : work.hypervisor().storage().pools()) {
      if (pool.name().equals(spec.name())) {
        throw new OperationException(ErrorCode.NAME_TAKEN, "A pool of that name is there already.");
      }
      if (!spec.path().isEmpty() && pool.path().equals(spec.path())) {
        throw new OperationException(
            ErrorCode.NAME_TAKEN, "The pool " + pool.name() + " has that folder already.");
      }
    }
    return Map.of();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw bad(otherwise);
    }
  }

  private static OperationException bad(String message) {
    return new OperationException(ErrorCode.BAD_INPUT, message);
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().storage().definePool(xml(work));
    return finish(work, "created in " + work.took());
  }

  private Outcome finish(Work work, String said) {
    Storage storage = work.hypervisor().storage();
    String name = operation.spec().name();
    try {
      if (!Pools.existing(work, name).active()) {
        if (!operation.spec().type().equals("logical")) {
          storage.buildPool(name);
        }
        storage.startPool(name);
      }
      storage.setPoolAutostart(name, operation.autostart());
      return Outcome.succeeded(said);
    } catch (OperationException e) {
      ErrorCode code = e.failure().code();
      if (code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT) {
        throw e;
      }
      if (!Pools.existing(work, name).active()) {
        storage.undefinePool(name);
      }
      return Outcome.failed(e.failure());
    }
  }

  /** A pool that is ours but not finished is finished. */
  @Override
  public Finding settle(Work work) {
    Optional<Pool> found = Pools.find(work, operation.spec().name());
    if (found.isEmpty()) {
      return new Finding.NotDone();
    }
    if (!found.get().uuid().equals(uuid(work))) {
      return new Finding.Settled(
          Outcome.failed(
              ErrorCode.NAME_TAKEN, "Somebody else made a pool of that name meanwhile."));
    }
    return new Finding.Settled(finish(work, "found defined, and finished"));
  }

  private String xml(Work work) {
    StorageOperation.PoolSpec spec = operation.spec();
    XmlText xml = new XmlText("pool");
    xml.attribute("type", spec.type());
    xml.text("name", spec.name()).text("uuid", uuid(work));
    switch (spec.type()) {
      case "netfs" -> {
        int colon = spec.source().indexOf(":/");
        xml.open("source");
        xml.open("host").attribute("name", spec.source().substring(0, colon)).close();
        xml.open("dir").attribute("path", spec.source().substring(colon + 1)).close();
        xml.close();
      }
      case "logical" -> xml.open("source").text("name", spec.source()).close();
      default -> {}
    }
    String path = spec.path().isEmpty() ? "/dev/" + spec.source() : spec.path();
    return xml.open("target").text("path", path).close().end();
  }

  /** The same in every run. */
  private static UUID uuid(Work work) {
    return UUID.nameUUIDFromBytes(("pool of order " + work.id()).getBytes(StandardCharsets.UTF_8));
  }
}
