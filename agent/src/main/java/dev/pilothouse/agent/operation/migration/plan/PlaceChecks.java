package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;

/** Whether the other host is the right one, and has room. */
final class PlaceChecks {
  private PlaceChecks() {}

  static List<Check> all() {
    return List.of(
        PlaceChecks::anotherHost,
        PlaceChecks::theHostThatIsMeant,
        PlaceChecks::uuidThere,
        PlaceChecks::nameThere,
        PlaceChecks::memory);
  }

  private static void anotherHost(Survey on, Findings found) {
    if (on.to().host().equals(on.work().hypervisor().hostName())) {
      found.blocks(
          ErrorCode.BAD_INPUT, "It is on " + on.to().host() + " already.", "Choose another host.");
    }
  }

  private static void theHostThatIsMeant(Survey on, Findings found) {
    String answers = on.peer().ask(there -> there.hostName());
    if (!answers.equals(on.to().host())) {
      found.blocks(
          ErrorCode.BAD_INPUT,
          "At the address of "
              + on.to().host()
              + ", "
              + on.to().address().uri()
              + ", the host "
              + answers
              + " answers.",
          "Correct 'migration.uri' in agent.yaml of " + on.to().host() + ".");
    }
  }

  private static void uuidThere(Survey on, Findings found) {
    for (Vm vm : on.vmsThere()) {
      if (!vm.ref().uuid().equals(on.vm().ref().uuid())) {
        continue;
      }
      if (vm.arriving()) {
        found.blocks(
            ErrorCode.NAME_TAKEN,
            on.to().host() + " still has what arrived of it before.",
            "It goes away by itself when that migration has ended; else 'virsh destroy "
                + vm.ref().uuid()
                + "' there, once it is certain that the VM runs here.");
      } else {
        found.blocks(
            ErrorCode.NAME_TAKEN,
            on.to().host()
                + " has a VM of the same UUID, which is "
                + vm.state().word()
                + " there.",
            "Find out which of them is the right one, and delete the other's definition.");
      }
    }
  }

  private static void nameThere(Survey on, Findings found) {
    boolean taken =
        on.vmsThere().stream()
            .anyMatch(
                vm ->
                    vm.name().equals(on.vm().name())
                        && !vm.ref().uuid().equals(on.vm().ref().uuid()));
    if (taken) {
      found.blocks(
          ErrorCode.NAME_TAKEN,
          "Another VM has the name " + on.vm().name() + " on " + on.to().host() + ".",
          "Rename one of them with 'vm rename'.");
    }
  }

  private static void memory(Survey on, Findings found) {
    long free = on.factsThere().freeBytes();
    long needed = on.vm().memoryBytes();
    if (on.active() && needed > free) {
      found.blocks(
          ErrorCode.NO_CAPACITY,
          on.to().host()
              + " has "
              + ByteAmount.of(free)
              + " of memory left, and it needs "
              + ByteAmount.of(needed)
              + ".",
          "Free memory there, or choose another host.");
    }
  }

  /** Whether the host can run guests of that type at all. */
  static boolean runs(Survey on, String type) {
    try {
      return on.peer().ask(there -> there.capabilities(type)).type().equals(type);
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.UNSUPPORTED) {
        return false;
      }
      throw e;
    }
  }
}
