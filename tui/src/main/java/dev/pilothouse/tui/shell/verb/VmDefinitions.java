package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.edit.DomainXml;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.order.Said;
import dev.pilothouse.tui.shell.output.Form;
import dev.pilothouse.tui.shell.output.Listing;
import dev.pilothouse.tui.shell.output.Sheet;
import java.util.List;

/** {@code vm define} and {@code vm xml}. */
final class VmDefinitions {
  private static final String HOST_OPTION = "--host";
  private static final String INACTIVE = "--inactive";

  /** Fields of the JSON and YAML forms of {@code vm xml}. */
  record XmlView(String host, String vm, String uuid, String xml) {}

  private VmDefinitions() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "vm",
            Verb.DEFINE.word(),
            "Define a VM from libvirt's XML.",
            spec -> {
              spec.addPositional(
                  Options.one(0, Options.FILE, "The XML's file, or - to read it from stdin."));
              spec.addOption(
                  Options.value(Options.HOST, String.class, text -> text, HOST_OPTION)
                      .description("Where; needed when there are several hosts.")
                      .build());
              Options.ordering().forEach(spec::addOption);
            },
            VmDefinitions::define),
        new Command(
            "vm",
            Verb.XML.word(),
            "Print libvirt's XML of a VM.",
            spec ->
                spec.addPositional(Options.one(0, Options.TARGET, "The VM."))
                    .addOption(Options.output())
                    .addOption(
                        Options.flag("The persistent definition, not what runs now.", INACTIVE))
                    .addOption(Options.timeout("Stop waiting after this time, such as 90s.")),
            VmDefinitions::xml));
  }

  private static int define(Call call) {
    Ordering ordering = new Ordering(call);
    if (!call.has(Options.DRY_RUN)) {
      ordering.demandPermission(Verb.DEFINE);
    }
    DomainXml xml = Sources.xml(call, call.parameter(0));
    Fleet fleet = call.fleet();
    Host host = new Targets(fleet).hostOrOnly(call.option(HOST_OPTION));
    String place = fleet.hosts().size() > 1 ? Visible.of(host.name()) + "/" : "";
    Planned planned =
        new Planned(
            new Operation.DefineVm(host.name(), xml.text()),
            xml.name(),
            place + Visible.of(xml.name()));
    return ordering.run(Verb.DEFINE, List.of(planned));
  }

  private static int xml(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    OperationRecord record = read(call, vm, targets.shown(vm), call.has(INACTIVE));
    String xml = record.result() == null ? "" : record.result();
    Form form = call.form();
    if (form == Form.TABLE || form == Form.WIDE) {
      String shown = DomainXml.visible(xml);
      call.talk().result(shown.endsWith("\n") ? shown : shown + "\n");
    } else {
      call.results()
          .one(
              new Listing<XmlView>(
                  List.of(), view -> Visible.of(view.host()) + "/" + Visible.of(view.vm())),
              new XmlView(vm.host(), vm.name(), vm.ref().uuid().toString(), xml),
              view -> new Sheet(List.of()));
    }
    return ExitStatus.DONE;
  }

  /**
   * Reads a VM's XML.
   *
   * @throws CommandException when it cannot be read
   */
  static OperationRecord read(Call call, Vm vm, String shown, boolean inactive) {
    Planned planned = new Planned(new Operation.ReadXml(vm.ref(), inactive), vm.name(), shown);
    OperationRecord record = new Ordering(call).carryOut(planned);
    if (record.state() != OperationState.SUCCEEDED) {
      throw new CommandException(ExitStatus.of(record), Said.ended(planned.title(), record));
    }
    return record;
  }
}
