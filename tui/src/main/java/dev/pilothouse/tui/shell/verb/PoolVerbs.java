package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.StorageOperation.PoolSpec;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Stock;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.PoolView;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.OptionSpec;

/** The verbs of {@code pool}. */
final class PoolVerbs {
  private static final String POOL = "POOL";
  private static final String TYPE = "--type";
  private static final String PATH = "--path";
  private static final String SOURCE = "--source";
  private static final String NO_AUTOSTART = "--no-autostart";

  private PoolVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "pool",
            "list",
            "List storage pools.",
            spec -> spec.addOption(Options.output()).addOption(host("Only of this host.")),
            PoolVerbs::list),
        new Command(
            "pool",
            "show",
            "Show everything about a pool, with its volumes and who uses them.",
            spec -> spec.addOption(Options.output()).addPositional(pool()),
            PoolVerbs::show),
        new Command(
            "pool",
            Verb.POOL_CREATE.word(),
            "Make a pool, start it now and with its host.",
            spec -> {
              spec.addPositional(Options.one(0, "NAME", "Its name."));
              spec.addOption(
                  text("TYPE", "dir (when not given), netfs (NFS) or logical (LVM).", TYPE)
                      .completionCandidates(List.of("dir", "netfs", "logical"))
                      .build());
              spec.addOption(
                  text("PATH", "The folder for its volumes, or where to mount.", PATH).build());
              spec.addOption(
                  text("SOURCE", "netfs: SERVER:/FOLDER. logical: the volume group.", SOURCE)
                      .build());
              spec.addOption(Options.flag("Do not start it with its host.", NO_AUTOSTART));
              spec.addOption(host("Where; needed when there are several hosts."));
              Options.ordering().forEach(spec::addOption);
            },
            PoolVerbs::create),
        one(Verb.POOL_START, "Start a pool.", StorageOperation.StartPool::new),
        one(
            Verb.POOL_STOP,
            "Stop a pool that no running VM uses; its volumes stay.",
            StorageOperation.StopPool::new),
        one(
            Verb.POOL_REFRESH,
            "Look for volumes that came or went behind libvirt's back.",
            StorageOperation.RefreshPool::new),
        new Command(
            "pool",
            Verb.POOL_AUTOSTART.word(),
            "Choose whether a pool starts whenever its host boots.",
            spec -> {
              spec.addPositional(pool());
              spec.addPositional(Options.one(1, "on|off", "Whether it starts."));
              Options.ordering().forEach(spec::addOption);
            },
            PoolVerbs::autostart),
        one(
            Verb.POOL_DELETE,
            "Stop a pool and delete its definition; its volumes stay on the disk.",
            StorageOperation.DeletePool::new));
  }

  static OptionSpec host(String description) {
    return text(Options.HOST, description, "--host").build();
  }

  static OptionSpec.Builder text(String label, String description, String name) {
    return Options.value(label, String.class, text -> text, name).description(description);
  }

  private static picocli.CommandLine.Model.PositionalParamSpec pool() {
    return Options.one(0, POOL, "Its name, or host/name.");
  }

  private static Command one(
      Verb verb, String summary, BiFunction<String, String, Operation> operation) {
    return new Command(
        "pool",
        verb.word(),
        summary,
        spec -> {
          spec.addPositional(pool());
          Options.ordering().forEach(spec::addOption);
        },
        call -> order(call, verb, operation));
  }

  private static int order(Call call, Verb verb, BiFunction<String, String, Operation> operation) {
    Stock stock = new Stock(call.fleet());
    Stock.Place place = stock.pool(call.parameter(0));
    String name = place.pool().name();
    Planned planned =
        new Planned(operation.apply(place.host(), name), name, stock.shown(place.host(), name));
    return new Ordering(call).run(verb, List.of(planned));
  }

  private static int autostart(Call call) {
    boolean on = call.onOff(1);
    return order(
        call,
        Verb.POOL_AUTOSTART,
        (host, name) -> new StorageOperation.SetPoolAutostart(host, name, on));
  }

  private static int create(Call call) {
    Stock stock = new Stock(call.fleet());
    Host host = new Targets(call.fleet()).hostOrOnly(call.option(Options.HOST_OPTION));
    String name = call.parameter(0);
    String type = call.<String>option(TYPE).orElse("dir");
    PoolSpec spec =
        new PoolSpec(
            name,
            type,
            call.<String>option(PATH).orElse(""),
            call.<String>option(SOURCE).orElse(""));
    if (!type.equals("logical") && !spec.path().startsWith("/")) {
      throw CommandException.usage(
          "Say where with --path and an absolute path, such as --path /srv/"
              + Visible.line(name)
              + ".");
    }
    if (!type.equals("dir") && spec.source().isEmpty()) {
      throw CommandException.usage(
          "A pool of type " + Visible.line(type) + " needs --source; see 'help pool create'.");
    }
    Operation operation =
        new StorageOperation.CreatePool(host.name(), spec, !call.has(NO_AUTOSTART));
    return new Ordering(call)
        .run(
            Verb.POOL_CREATE,
            List.of(new Planned(operation, name, stock.shown(host.name(), name))));
  }

  private static int list(Call call) {
    Stock stock = new Stock(call.fleet());
    List<Host> hosts =
        call.<String>option(Options.HOST_OPTION)
            .map(name -> List.of(new Targets(call.fleet()).host(name)))
            .orElseGet(stock::hosts);
    call.results()
        .list(
            PoolView.LISTING,
            stock.pools(hosts).stream()
                .map(
                    place ->
                        PoolView.of(
                            place.host(),
                            place.pool(),
                            VolumeUse.of(call.room().fleet(), place.host())))
                .toList());
    return ExitStatus.DONE;
  }

  private static int show(Call call) {
    Stock.Place place = new Stock(call.fleet()).pool(call.parameter(0));
    call.results()
        .one(
            PoolView.LISTING,
            PoolView.of(
                place.host(), place.pool(), VolumeUse.of(call.room().fleet(), place.host())),
            PoolView::sheet);
    return ExitStatus.DONE;
  }
}
