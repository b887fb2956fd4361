package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.operation.handler.Work;

/** Names that are in use on this host. */
final class Taken {
  private Taken() {}

  static boolean byName(Work work, String name) {
    return work.hypervisor().list().stream().anyMatch(vm -> vm.name().equals(name));
  }
}
