package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.TrashOperation;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.Amounts;
import dev.pilothouse.tui.shell.output.TrashView;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code vm rm}, {@code trash}, {@code restore} and {@code purge}: deleting with a way back. */
final class VmTrash {
  private VmTrash() {}

  static List<Command> all() {
    return List.of(
        VmOperations.many(
            Verb.TRASH,
            "Move VMs to the trash, from where 'vm restore' brings them back.",
            TrashOperation.TrashVm::new),
        new Command(
            "vm",
            "trash",
            "List what is in the trash and how much space it holds.",
            spec -> spec.addOption(Options.output()),
            VmTrash::list),
        one(
            Verb.RESTORE,
            "Take a VM out of the trash; it is as it was.",
            TrashOperation.RestoreVm::new),
        one(
            Verb.PURGE,
            "Delete a VM of the trash for good, with its disks.",
            TrashOperation.PurgeVm::new));
  }

  private static Command one(Verb verb, String summary, Function<VmRef, Operation> operation) {
    return new Command(
        "vm",
        verb.word(),
        summary,
        spec -> {
          spec.addPositional(
              Options.one(0, Options.TARGET, "Its name, host/name or UUID (or its start)."));
          Options.ordering().forEach(spec::addOption);
        },
        call -> {
          Ordering ordering = new Ordering(call);
          if (!call.has(Options.DRY_RUN)) {
            ordering.demandPermission(verb);
          }
          Fleet fleet = call.fleet();
          TrashedVm vm = named(fleet, call.parameter(0));
          String shown = fleet.hosts().size() > 1 ? place(vm) : Visible.of(vm.name());
          return ordering.run(
              verb, List.of(new Planned(operation.apply(vm.ref()), vm.name(), shown)));
        });
  }

  private static List<TrashedVm> all(Fleet fleet) {
    return fleet.hosts().stream()
        .flatMap(host -> fleet.inventory(host.name()).trash().stream())
        .sorted(Comparator.comparing(TrashedVm::since))
        .toList();
  }

  private static int list(Call call) {
    List<TrashedVm> all = all(call.fleet());
    call.results().list(TrashView.LISTING, all.stream().map(TrashView::of).toList());
    long held = all.stream().mapToLong(TrashedVm::bytes).sum();
    call.talk()
        .say(
            all.isEmpty() ? "The trash is empty." : "The trash holds " + Amounts.bytes(held) + ".");
    return ExitStatus.DONE;
  }

  private static TrashedVm named(Fleet fleet, String word) {
    List<TrashedVm> found =
        all(fleet).stream()
            .filter(
                vm ->
                    vm.name().equals(word)
                        || Visible.of(vm.name()).equals(word)
                        || place(vm).equals(word)
                        || (word.length() >= 4 && vm.ref().uuid().toString().startsWith(word)))
            .toList();
    if (found.isEmpty()) {
      throw new CommandException(
          ExitStatus.NOT_FOUND,
          "There is no '" + Visible.line(word) + "' in the trash; 'vm trash' lists it.");
    }
    if (found.size() > 1) {
      throw new CommandException(
          ExitStatus.CONFLICT,
          "'"
              + Visible.line(word)
              + "' can mean several; say which:\n"
              + found.stream()
                  .map(vm -> "  " + place(vm) + "  " + vm.ref().uuid())
                  .collect(Collectors.joining("\n")));
    }
    return found.getFirst();
  }

  private static String place(TrashedVm vm) {
    return Visible.of(vm.ref().host()) + "/" + Visible.of(vm.name());
  }
}
