package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.SettingsOperation.ChangeMedium;
import dev.pilothouse.fleet.operation.SettingsOperation.SetVm;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code vm set}, {@code vm insert} and {@code vm eject}. */
final class VmSettingsVerbs {
  private static final String CPU = "--cpu";
  private static final String MAX_CPU = "--max-cpu";
  private static final String MEMORY = "--memory";
  private static final String MAX_MEMORY = "--max-memory";
  private static final String TITLE = "--title";
  private static final String DESCRIPTION = "--description";
  private static final String TAG = "--tag";
  private static final String BOOT = "--boot";
  private static final String PROTECT = "--protect";

  private VmSettingsVerbs() {}

  static List<Command> all() {
    return List.of(
        VmOperations.many(
            Verb.SET,
            "Set CPUs, memory, words, tags, boot order or delete protection.",
            VmSettingsVerbs::settings,
            (call, vm) -> SetVm.of(vm, wanted(call))),
        new Command(
            "vm",
            Verb.INSERT.word(),
            "Put an image into a CD drive.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addPositional(
                  Options.one(
                      1,
                      "SOURCE",
                      "The image: its path on the host, or its name in a pool there."));
              spec.addPositional(Options.maybe(2, "DRIVE", "Such as sda; needed with several."));
              Options.ordering().forEach(spec::addOption);
            },
            call -> medium(call, Verb.INSERT, call.parameter(2))),
        new Command(
            "vm",
            Verb.EJECT.word(),
            "Take the medium out of a CD drive.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addPositional(Options.maybe(1, "DRIVE", "Such as sda; needed with several."));
              Options.ordering().forEach(spec::addOption);
            },
            call -> medium(call, Verb.EJECT, call.parameter(1))));
  }

  private static void settings(CommandSpec spec) {
    spec.addOption(number(CPU, "Virtual CPUs; live where the guest allows it."));
    spec.addOption(number(MAX_CPU, "How many it can have without a new start."));
    spec.addOption(size(MEMORY, "Memory, such as 2G or 512M; live where the guest allows it."));
    spec.addOption(size(MAX_MEMORY, "How much it can have without a new start."));
    spec.addOption(text(TITLE, "A few words about it; '' for none."));
    spec.addOption(text(DESCRIPTION, "More words about it; '' for none."));
    spec.addOption(
        OptionSpec.builder(TAG)
            .paramLabel("+TAG|-TAG")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .description("Adds a tag, or takes it away; may be given several times.")
            .build());
    spec.addOption(
        text(BOOT, "What it boots from, in this order: disk,cdrom,network (from its next start)."));
    spec.addOption(
        Options.value("on|off", String.class, VmSettingsVerbs::onOff, PROTECT)
            .completionCandidates(List.of("on", "off"))
            .description("Whether deleting it is refused.")
            .build());
  }

  private static OptionSpec number(String name, String description) {
    return Options.value("N", Integer.class, VmSettingsVerbs::count, name)
        .description(description)
        .build();
  }

  private static OptionSpec size(String name, String description) {
    return Options.value("SIZE", Long.class, VmSettingsVerbs::bytes, name)
        .description(description)
        .build();
  }

  private static OptionSpec text(String name, String description) {
    return Options.value("TEXT", String.class, text -> text, name).description(description).build();
  }

  private static Integer count(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new TypeConversionException("'" + text + "' is no number of CPUs");
    }
    return Integer.valueOf(text);
  }

  private static Long bytes(String text) {
    try {
      return ByteAmount.wholeMebibytes(ByteAmount.read(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static String onOff(String word) {
    if (!word.equals("on") && !word.equals("off")) {
      throw new TypeConversionException("'" + word + "' is neither on nor off");
    }
    return word;
  }

  private static Values wanted(Call call) {
    List<String> add = new ArrayList<>();
    List<String> remove = new ArrayList<>();
    for (String tag : call.<List<String>>option(TAG).orElse(List.of())) {
      if (tag.startsWith("-")) {
        remove.add(tag.substring(1));
      } else {
        add.add(tag.startsWith("+") ? tag.substring(1) : tag);
      }
    }
    Values wanted =
        new Values(
            call.<Integer>option(CPU).orElse(null),
            call.<Integer>option(MAX_CPU).orElse(null),
            call.<Long>option(MEMORY).orElse(null),
            call.<Long>option(MAX_MEMORY).orElse(null),
            call.<String>option(TITLE).orElse(null),
            call.<String>option(DESCRIPTION).orElse(null),
            add,
            remove,
            call.<String>option(BOOT).map(Values::bootWords).orElse(null),
            call.<String>option(PROTECT).map("on"::equals).orElse(null));
    if (wanted.none()) {
      throw CommandException.usage(
          "Say what to set, such as --cpu 4, --memory 2G, --title 'Shop' or --tag +db.");
    }
    return wanted;
  }

  private static int medium(Call call, Verb verb, String drive) {
    Ordering ordering = new Ordering(call);
    if (!call.has(Options.DRY_RUN)) {
      ordering.demandPermission(verb);
    }
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    Disk disk = drive(vm, drive);
    String source = verb == Verb.INSERT ? source(call, vm, call.parameter(1)) : "";
    return ordering.run(
        verb,
        List.of(
            new Planned(
                new ChangeMedium(vm.ref(), disk.target(), disk.source(), source),
                vm.name(),
                targets.shown(vm))));
  }

  private static Disk drive(Vm vm, String named) {
    List<Disk> drives =
        vm.disks().stream()
            .filter(disk -> disk.device().equals("cdrom") || disk.device().equals("floppy"))
            .filter(disk -> named.isEmpty() || disk.target().equals(named))
            .toList();
    return switch (drives.size()) {
      case 0 ->
          throw new CommandException(
              ExitStatus.NOT_FOUND,
              Visible.of(vm.name())
                  + " has no CD drive"
                  + (named.isEmpty() ? "." : " '" + Visible.line(named) + "'.")
                  + " 'vm show' lists its disks.");
      case 1 -> drives.getFirst();
      default ->
          throw new CommandException(
              ExitStatus.CONFLICT,
              "Say which drive: "
                  + String.join(", ", drives.stream().map(d -> Visible.of(d.target())).toList())
                  + ".");
    };
  }

  /** A path, or the name of a volume in a pool of the VM's host. */
  private static String source(Call call, Vm vm, String named) {
    if (named.startsWith("/")) {
      return named;
    }
    List<String> found =
        call.fleet().inventory(vm.host()).pools().stream()
            .flatMap(pool -> pool.volumes().stream())
            .filter(volume -> volume.name().equals(named))
            .map(Volume::path)
            .toList();
    Optional<String> only = found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    return only.orElseThrow(
        () ->
            found.isEmpty()
                ? new CommandException(
                    ExitStatus.NOT_FOUND,
                    "No pool of host "
                        + Visible.of(vm.host())
                        + " has '"
                        + Visible.line(named)
                        + "'. Give its whole path, or refresh the pool.")
                : new CommandException(
                    ExitStatus.CONFLICT,
                    "Several pools have it; give the path: "
                        + String.join(", ", found.stream().map(Visible::of).toList())
                        + "."));
  }
}
