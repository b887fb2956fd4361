package dev.pilothouse.agent.operation.settings;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Failure;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One value that is to be set.
 *
 * @param key its name in the journal
 * @param text for people, such as {@code 4 vCPUs}
 * @param machine whether it is of the machine, which takes it up at a start; else it is only said
 *     of the VM
 * @param unfit why it cannot be set while the VM runs like that; empty when it can
 * @param value what it is now, for comparing
 * @param holds whether it is as wanted
 * @param deed sets it
 * @param settled waits until the guest has followed, and says how far it has when it takes long;
 *     empty when all is done
 * @param spoils whether the running VM refuses it for a reason that would keep it from starting
 *     too, so that it is not to be defined either
 */
public record Setting(
    String key,
    String text,
    boolean machine,
    Function<DomainXml, String> unfit,
    Function<DomainXml, String> value,
    Predicate<DomainXml> holds,
    Deed deed,
    BiFunction<Work, VmRef, String> settled,
    Predicate<Failure> spoils) {

  static final String MEDIUM = "medium";

  @FunctionalInterface
  public interface Deed {
    void set(Hypervisor host, UUID vm, Scope scope);
  }

  /** One that holds at once. */
  public static Setting of(
      String key,
      String text,
      boolean machine,
      Function<DomainXml, String> unfit,
      Function<DomainXml, String> value,
      Predicate<DomainXml> holds,
      Deed deed) {
    return new Setting(
        key, text, machine, unfit, value, holds, deed, (work, vm) -> "", failure -> false);
  }

  Setting then(BiFunction<Work, VmRef, String> wait) {
    return new Setting(key, text, machine, unfit, value, holds, deed, wait, spoils);
  }

  public Setting spoiledBy(Predicate<Failure> why) {
    return new Setting(key, text, machine, unfit, value, holds, deed, settled, why);
  }

  /** The fact's name for what it was before. */
  String fact(Scope scope) {
    return switch (scope) {
      case LIVE -> key + "-live-before";
      case DEFINED -> key + "-defined-before";
    };
  }
}
