package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A network interface of a VM as {@code nic list} prints it. The names of its components are the
 * field names of the JSON and YAML forms and stay as they are.
 *
 * @param number in the VM's list, counted from 1
 * @param link {@code up} or {@code down}
 * @param pending what changes with the VM's next start or stop; empty when nothing does
 */
public record VmNicView(
    String host,
    String vm,
    String uuid,
    int number,
    String mac,
    String network,
    String model,
    String link,
    String target,
    List<VmView.AddressView> addresses,
    String pending) {
  public VmNicView {
    addresses = List.copyOf(addresses);
  }

  /** How interfaces are listed. */
  public static final Listing<VmNicView> LISTING =
      new Listing<>(
          List.of(
              Column.text("VM", VmNicView::vm),
              Column.text("HOST", VmNicView::host),
              Column.figure("NIC", nic -> Integer.toString(nic.number)),
              Column.text("MAC", VmNicView::mac),
              Column.text("NETWORK", VmNicView::network),
              Column.text("MODEL", nic -> VmView.dash(nic.model)),
              Column.text("LINK", VmNicView::link),
              Column.text("TARGET", nic -> VmView.dash(nic.target)),
              Column.text("ADDRESSES", nic -> VmView.dash(nic.addressesText())),
              Column.text("PENDING", nic -> VmView.dash(nic.pending))),
          nic -> Visible.of(nic.host) + "/" + Visible.of(nic.vm) + "/" + Visible.of(nic.mac));

  public static List<VmNicView> of(Vm vm) {
    return VmNic.of(vm).stream().map(nic -> of(vm, nic)).toList();
  }

  public static VmNicView of(Vm vm, VmNic nic) {
    Nic shown = nic.shown();
    String target = shown.target();
    return new VmNicView(
        vm.host(),
        vm.name(),
        vm.ref().uuid().toString(),
        nic.number(),
        shown.mac(),
        shown.network(),
        shown.model(),
        shown.linkUp() ? "up" : "down",
        target == null ? "" : target,
        shown.addresses().stream()
            .map(
                address ->
                    new VmView.AddressView(
                        address.address(), address.source().name().toLowerCase(Locale.ROOT)))
            .toList(),
        nic.pending(vm.state().active()));
  }

  /** Such as {@code 192.168.122.7 (lease)}. */
  public String addressesText() {
    return addresses.stream()
        .map(address -> address.address() + " (" + address.source() + ")")
        .collect(Collectors.joining(", "));
  }
}
