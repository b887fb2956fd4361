package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.DiskOperation.MoveDisk;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.SettingsOperation.SetDisk;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Stock;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import java.util.List;

/** {@code disk move} and {@code disk set}: what changes of a disk that stays the VM's. */
final class DiskChanges {
  private static final String VOLUME = "--volume";
  private static final String FORMAT = "--format";
  private static final String KEEP = "--keep-source";
  private static final String BANDWIDTH = "--bandwidth";

  private DiskChanges() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "disk",
            Verb.DISK_MOVE.word(),
            "Move a disk to another pool, while its VM runs or while it is off.",
            spec -> {
              DiskVerbs.onDisk(spec::addPositional);
              spec.addPositional(Options.one(2, "POOL", "The pool it goes to."));
              spec.addOption(
                  PoolVerbs.text("NAME", "Of the new volume; the old one's when not given.", VOLUME)
                      .build());
              spec.addOption(
                  PoolVerbs.text("FORMAT", "qcow2 or raw; as it is when not given.", FORMAT)
                      .completionCandidates(List.of("qcow2", "raw"))
                      .build());
              spec.addOption(Options.flag("Do not delete the old volume.", KEEP));
              spec.addOption(
                  DiskOptions.size(
                      "While the VM runs, copy at most so much a second, such as 100M.",
                      BANDWIDTH));
              Options.ordering().forEach(spec::addOption);
            },
            DiskChanges::move),
        new Command(
            "disk",
            Verb.DISK_SET.word(),
            "Set a disk's limits, at once, and its cache and I/O mode, from the next start.",
            spec -> {
              DiskVerbs.onDisk(spec::addPositional);
              DiskOptions.addTuningTo(spec);
              Options.ordering().forEach(spec::addOption);
            },
            DiskChanges::set));
  }

  private static int move(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    Disk disk = DiskVerbs.disk(vm, call.parameter(1));
    String from =
        VolumeUse.of(call.room().fleet(), vm.host()).stream()
            .filter(use -> VolumeUse.isOn(disk, use.pool(), use.volume()))
            .map(use -> use.pool().name())
            .findFirst()
            .orElse("");
    return order(
        call,
        targets,
        vm,
        new MoveDisk(
            vm.ref(),
            disk.target(),
            disk.source(),
            from,
            new Stock(call.fleet()).pool(vm.host(), call.parameter(2)).name(),
            call.<String>option(VOLUME).orElse(""),
            call.<String>option(FORMAT).orElse(""),
            call.has(KEEP),
            call.<Long>option(BANDWIDTH).orElse(0L)));
  }

  private static int set(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    DiskTuning wanted = DiskOptions.tuning(call);
    if (wanted.texts().isEmpty()) {
      throw CommandException.usage(
          "Say what to set, such as --iops 500, --rate 100M or --cache none.");
    }
    return order(
        call, targets, vm, SetDisk.of(vm.ref(), DiskVerbs.disk(vm, call.parameter(1)), wanted));
  }

  private static int order(Call call, Targets targets, Vm vm, Operation operation) {
    return new Ordering(call)
        .run(operation.verb(), List.of(new Planned(operation, vm.name(), targets.shown(vm))));
  }
}
