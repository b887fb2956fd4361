package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.StorageOperation.VolumeSpec;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Stock;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.call.Typed;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.DiskView;
import dev.pilothouse.tui.shell.output.VolumeView;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/** The verbs of {@code disk}. */
final class DiskVerbs {
  private static final String UNUSED = "--unused";
  private static final String SIZE = "--size";
  private static final String POOL = "--pool";
  private static final String NAME = "--name";
  private static final String FORMAT = "--format";
  private static final String PREALLOCATE = "--preallocate";
  private static final String PATIENCE = "--patience";

  private DiskVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "disk",
            "list",
            "List the disks of VMs, or the volumes that nobody uses.",
            spec ->
                spec.addPositional(Options.many(Options.TARGET, "VMs; all when not given."))
                    .addOption(Options.output())
                    .addOption(Options.filter())
                    .addOption(Options.flag("Volumes that no VM and no volume uses.", UNUSED)),
            DiskVerbs::list),
        new Command(
            "disk",
            Verb.DISK_CREATE.word(),
            "Make a volume and, when a VM is named, attach it.",
            spec -> {
              spec.addPositional(
                  PositionalParamSpec.builder()
                      .index("0")
                      .arity("0..1")
                      .paramLabel(Options.TARGET)
                      .type(String.class)
                      .description("The VM; leave it out to make the volume only.")
                      .build());
              spec.addOption(DiskOptions.size("As the guest sees it, such as 20G.", SIZE));
              spec.addOption(
                  PoolVerbs.text(
                          "POOL", "Where; the pool of the VM's first disk when not given.", POOL)
                      .build());
              spec.addOption(
                  PoolVerbs.text("NAME", "Of the volume; made from the VM's when not given.", NAME)
                      .build());
              spec.addOption(
                  PoolVerbs.text("FORMAT", "qcow2 or raw.", FORMAT)
                      .completionCandidates(List.of("qcow2", "raw"))
                      .build());
              spec.addOption(Options.flag("Take all of its space now.", PREALLOCATE));
              DiskOptions.addTo(spec);
              Options.ordering().forEach(spec::addOption);
            },
            DiskVerbs::create),
        new Command(
            "disk",
            Verb.DISK_ATTACH.word(),
            "Attach a volume to a VM, now and in its definition.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addPositional(Options.one(1, "SOURCE", "pool/volume, or a path on the host."));
              spec.addOption(
                  PoolVerbs.text("FORMAT", "qcow2 or raw; only for what lies in no pool.", FORMAT)
                      .completionCandidates(List.of("qcow2", "raw"))
                      .build());
              DiskOptions.addTo(spec);
              Options.ordering().forEach(spec::addOption);
            },
            DiskVerbs::attach),
        new Command(
            "disk",
            Verb.DISK_DETACH.word(),
            "Detach a disk, and wait until the guest has let go; the volume stays.",
            spec -> {
              onDisk(spec::addPositional);
              spec.addOption(
                  Options.value("TIME", Duration.class, Options::duration, PATIENCE)
                      .description("How long the guest may take; 30s when not given.")
                      .build());
              Options.ordering().forEach(spec::addOption);
            },
            DiskVerbs::detach),
        new Command(
            "disk",
            Verb.DISK_GROW.word(),
            "Make a disk larger; a running guest is told.",
            spec -> {
              onDisk(spec::addPositional);
              spec.addPositional(
                  Options.one(2, "SIZE", "Its new size such as 40G, or +10G for so much more."));
              Options.ordering().forEach(spec::addOption);
            },
            DiskVerbs::grow),
        new Command(
            "disk",
            Verb.DISK_DELETE.word(),
            "Delete a volume that nobody uses, with all data in it.",
            spec -> {
              spec.addPositional(Options.one(0, "VOLUME", "pool/volume or host/pool/volume."));
              Options.ordering().forEach(spec::addOption);
            },
            DiskVerbs::delete));
  }

  static void onDisk(java.util.function.Consumer<PositionalParamSpec> add) {
    add.accept(Options.one(0, Options.TARGET, "The VM."));
    add.accept(Options.one(1, "DISK", "Its target, such as vdb; 'disk list' shows them."));
  }

  private static int list(Call call) {
    Fleet fleet = call.fleet();
    if (call.has(UNUSED)) {
      call.results()
          .list(
              VolumeView.LISTING,
              new Stock(fleet)
                  .hosts().stream()
                      .flatMap(host -> VolumeUse.of(fleet, host.name()).stream())
                      .filter(use -> !use.used())
                      .map(VolumeView::of)
                      .toList());
      return ExitStatus.DONE;
    }
    call.results()
        .list(
            DiskView.LISTING,
            new Targets(fleet)
                .of(call.parameters(), call.filter()).stream()
                    .flatMap(
                        vm -> {
                          List<VolumeUse> uses = VolumeUse.of(fleet, vm.host());
                          return vm.disks().stream().map(disk -> DiskView.of(vm, disk, uses));
                        })
                    .toList());
    return ExitStatus.DONE;
  }

  private static int create(Call call) {
    long bytes =
        call.<Long>option(SIZE)
            .orElseThrow(() -> CommandException.usage("Say how large: --size 20G."));
    if (bytes < 1) {
      throw CommandException.usage("A disk needs a size of at least one byte.");
    }
    Stock stock = new Stock(call.fleet());
    return call.parameter(0).isEmpty()
        ? createVolume(call, stock, bytes)
        : createDisk(call, stock, bytes);
  }

  private static int createVolume(Call call, Stock stock, long bytes) {
    if (!call.has(POOL) || !call.has(NAME)) {
      throw CommandException.usage(
          "Name a VM to attach it to, or say --pool and --name to make the volume only.");
    }
    Stock.Place place = stock.pool(call.<String>option(POOL).orElse(""));
    VolumeSpec volume = volume(call, place.pool(), call.<String>option(NAME).orElse(""), bytes);
    Operation operation = new StorageOperation.CreateVolume(place.host(), volume);
    return new Ordering(call)
        .run(
            Verb.DISK_CREATE,
            List.of(
                new Planned(operation, volume.shown(), stock.shown(place.host(), volume.shown()))));
  }

  private static int createDisk(Call call, Stock stock, long bytes) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    Pool pool =
        call.<String>option(POOL)
            .map(name -> stock.pool(vm.host(), name))
            .orElseGet(() -> usual(call.room().fleet(), vm));
    String name = call.<String>option(NAME).orElseGet(() -> freeName(call, vm, pool));
    return order(
        call,
        targets,
        vm,
        new DiskOperation.CreateDisk(
            vm.ref(), volume(call, pool, name, bytes), DiskOptions.how(call)));
  }

  private static VolumeSpec volume(Call call, Pool pool, String name, long bytes) {
    return new VolumeSpec(pool.name(), name, format(call, pool), bytes, call.has(PREALLOCATE));
  }

  private static String format(Call call, Pool pool) {
    return call.<String>option(FORMAT)
        .orElse(pool.type().equals("logical") || pool.type().equals("disk") ? "raw" : "qcow2");
  }

  /** Where the VM's first disk lies, else the pool {@code default}, else the only one. */
  private static Pool usual(Fleet fleet, Vm vm) {
    List<VolumeUse> uses = VolumeUse.of(fleet, vm.host());
    for (Disk disk : vm.disks()) {
      for (VolumeUse use : uses) {
        if (disk.device().equals("disk") && VolumeUse.isOn(disk, use.pool(), use.volume())) {
          return use.pool();
        }
      }
    }
    List<Pool> active = fleet.inventory(vm.host()).pools().stream().filter(Pool::active).toList();
    return active.stream()
        .filter(pool -> pool.name().equals("default") || active.size() == 1)
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    active.isEmpty()
                        ? "There is no active pool on "
                            + Visible.of(vm.host())
                            + "; make one with 'pool create'."
                        : "Say in which pool with --pool; 'pool list' shows them."));
  }

  /** Such as {@code web01-2.qcow2}: the first that is free. */
  private static String freeName(Call call, Vm vm, Pool pool) {
    String end =
        format(call, pool).equals("qcow2") ? ".qcow2" : pool.type().equals("logical") ? "" : ".img";
    String start = vm.name().replaceFirst("^\\.+", "");
    if (!Visible.of(vm.name()).equals(vm.name()) || start.isEmpty()) {
      throw CommandException.usage("The VM's name makes no good file name: say --name.");
    }
    for (int i = 1; ; i++) {
      String name = start + "-" + i + end;
      if (pool.volumes().stream().noneMatch(volume -> volume.name().equals(name))) {
        return name;
      }
    }
  }

  private static int attach(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    String word = Typed.name(call.parameter(1));
    boolean known =
        VolumeUse.of(call.room().fleet(), vm.host()).stream()
            .anyMatch(use -> use.volume().path().equals(word));
    String source =
        word.startsWith("/") && !known
            ? word
            : new Stock(call.room().fleet()).volume(word, vm.host()).volume().path();
    return order(
        call,
        targets,
        vm,
        new DiskOperation.AttachDisk(
            vm.ref(), source, call.<String>option(FORMAT).orElse(""), DiskOptions.how(call)));
  }

  /** A disk that is only in the definition of a running VM is not in its list, but can go too. */
  private static int detach(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    String word = call.parameter(1);
    boolean hidden =
        vm.state().active()
            && vm.persistent()
            && word.matches("(vd|sd|hd)[a-z]{1,2}")
            && vm.disks().stream().noneMatch(each -> each.target().equals(word));
    Disk disk = hidden ? new Disk(word, "", "", "", "", false) : disk(vm, word);
    return order(
        call,
        targets,
        vm,
        new DiskOperation.DetachDisk(
            vm.ref(),
            disk.target(),
            disk.source(),
            call.<Duration>option(PATIENCE).orElse(DiskOperation.DetachDisk.PATIENCE)));
  }

  private static int grow(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    Disk disk = disk(vm, call.parameter(1));
    return order(
        call,
        targets,
        vm,
        new DiskOperation.GrowDisk(
            vm.ref(), disk.target(), disk.source(), size(call, vm, disk, call.parameter(2))));
  }

  private static long size(Call call, Vm vm, Disk disk, String text) {
    boolean more = text.startsWith("+");
    long bytes;
    try {
      bytes = DiskOptions.bytes(more ? text.substring(1) : text);
    } catch (TypeConversionException e) {
      throw CommandException.usage(e.getMessage() + ".");
    }
    if (!more) {
      return bytes;
    }
    return VolumeUse.of(call.room().fleet(), vm.host()).stream()
        .filter(use -> VolumeUse.isOn(disk, use.pool(), use.volume()))
        .map(use -> use.volume().capacityBytes() + bytes)
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "How large the disk is now is not known, for it lies in no pool: say its whole"
                        + " new size."));
  }

  static Disk disk(Vm vm, String word) {
    return vm.disks().stream()
        .filter(disk -> disk.target().equals(word) || disk.source().equals(Typed.name(word)))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    ExitStatus.NOT_FOUND,
                    Visible.of(vm.name())
                        + " has no disk '"
                        + Visible.line(word)
                        + "'. Its disks: "
                        + Visible.line(
                            String.join(", ", vm.disks().stream().map(Disk::target).toList()))
                        + "."));
  }

  private static int delete(Call call) {
    Stock stock = new Stock(call.fleet());
    VolumeUse use = stock.volume(call.parameter(0), "");
    Operation operation =
        new StorageOperation.DeleteVolume(use.host(), use.pool().name(), use.volume().name());
    return new Ordering(call)
        .run(
            Verb.DISK_DELETE,
            List.of(new Planned(operation, use.name(), stock.shown(use.host(), use.name()))));
  }

  private static int order(Call call, Targets targets, Vm vm, DiskOperation operation) {
    return new Ordering(call)
        .run(operation.verb(), List.of(new Planned(operation, vm.name(), targets.shown(vm))));
  }
}
