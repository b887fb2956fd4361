package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ErrorCode;
import java.nio.charset.StandardCharsets;

/** Names that a new VM can have; files get their names from it. */
final class NewName {
  private static final int MOST_BYTES = 200;

  private NewName() {}

  static void check(Work work, String name) {
    if (name.isBlank()
        || name.indexOf('/') >= 0
        || name.startsWith("-")
        || name.startsWith(".")
        || !name.equals(Visible.line(name))
        || name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw CreatePlan.refused(
          ErrorCode.BAD_INPUT,
          "'" + name + "' cannot be the name of a new VM.",
          "Choose one of at most 200 visible characters without '/', that begins with neither '-'"
              + " nor '.'.");
    }
    if (work.hypervisor().list().stream().anyMatch(vm -> vm.name().equals(name))) {
      throw CreatePlan.refused(
          ErrorCode.NAME_TAKEN, "Another VM on this host has that name already.", "");
    }
  }
}
