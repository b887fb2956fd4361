package dev.pilothouse.agent.operation.nic;

import dev.pilothouse.agent.operation.settings.Setting;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.NicsXml;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.NicOperation.AddNic;
import dev.pilothouse.fleet.operation.NicOperation.SetNic;
import dev.pilothouse.fleet.operation.NicOperation.SetNicLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What operations ask of a network interface, as settings of its VM. */
final class NicSettings {
  private static final String ABSENT = "absent";

  private NicSettings() {}

  /** The interface itself. */
  static Setting of(AddNic operation) {
    String mac = operation.mac();
    String xml = NicsXml.of(mac, operation.network(), operation.model(), operation.up());
    return Setting.of(
            "nic",
            "NIC " + mac + " in " + NicOperation.shown(operation.network()),
            true,
            live -> "",
            definition -> find(definition, mac).map(Nic::network).orElse(ABSENT),
            definition -> find(definition, mac).isPresent(),
            (host, vm, scope) -> host.nics().attach(vm, xml, scope))
        // A VM that has no slot left while it runs gets one at its next start.
        .spoiledBy(failure -> failure.code() != ErrorCode.NO_CAPACITY);
  }

  static List<Setting> of(SetNic operation) {
    List<Setting> all = new ArrayList<>();
    String network = operation.wanted().network();
    if (network != null) {
      all.add(network(operation.mac(), network));
    }
    String model = operation.wanted().model();
    if (model != null) {
      all.add(model(operation.mac(), model));
    }
    return all;
  }

  static List<Setting> of(SetNicLink operation) {
    String mac = operation.mac();
    boolean up = operation.up();
    return List.of(
        changed(
            mac,
            "link",
            "link " + (up ? "up" : "down"),
            "",
            nic -> Boolean.toString(nic.linkUp()),
            Boolean.toString(up),
            (host, vm, scope) -> host.nics().setLink(vm, mac, up, scope)));
  }

  private static Setting network(String mac, String network) {
    return changed(
            mac,
            "network",
            NicOperation.shown(network),
            "",
            Nic::network,
            network,
            (host, vm, scope) -> host.nics().setNetwork(vm, mac, network, scope))
        .spoiledBy(failure -> true);
  }

  private static Setting model(String mac, String model) {
    return changed(
        mac,
        "model",
        "model " + model,
        "a running NIC keeps its model",
        Nic::model,
        model,
        (host, vm, scope) -> host.nics().setModel(vm, mac, model));
  }

  private static Setting changed(
      String mac,
      String key,
      String text,
      String unfit,
      Function<Nic, String> value,
      String wanted,
      Setting.Deed deed) {
    Function<DomainXml, String> now = xml -> find(xml, mac).map(value).orElse(ABSENT);
    return Setting.of(
        key,
        text,
        true,
        live -> find(live, mac).isEmpty() ? "the VM has this NIC only then" : unfit,
        now,
        xml -> now.apply(xml).equals(wanted),
        deed);
  }

  private static Optional<Nic> find(DomainXml xml, String mac) {
    return xml.nics().stream().filter(nic -> nic.mac().equals(mac)).findFirst();
  }
}
