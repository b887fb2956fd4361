package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.hypervisor.Nics;
import dev.pilothouse.agent.xml.NicsXml;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.libvirt.jna.DomainPointer;

/** Network interfaces through libvirt's device calls. */
final class LibvirtNics implements Nics {
  /** VIR_DOMAIN_XML_INACTIVE. */
  private static final int XML_INACTIVE = 2;

  private final Connection connection;

  LibvirtNics(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void attach(UUID vm, String xml, Scope scope) {
    act(
        vm,
        domain -> {
          // libvirt takes a second one with the same address.
          String unused = NicsXml.with(xml(domain, scope), xml);
          return LIBVIRT.virDomainAttachDeviceFlags(domain, xml, Domains.affect(scope));
        });
  }

  @Override
  public void detach(UUID vm, String mac, Scope scope) {
    act(
        vm,
        domain ->
            LIBVIRT.virDomainDetachDeviceFlags(
                domain, NicsXml.element(xml(domain, scope), mac), Domains.affect(scope)));
  }

  @Override
  public void setNetwork(UUID vm, String mac, String network, Scope scope) {
    update(vm, mac, scope, nic -> NicsXml.plugged(nic, network));
  }

  @Override
  public void setModel(UUID vm, String mac, String model) {
    update(vm, mac, Scope.DEFINED, nic -> NicsXml.ofModel(nic, model));
  }

  @Override
  public void setLink(UUID vm, String mac, boolean up, Scope scope) {
    update(vm, mac, scope, nic -> NicsXml.linked(nic, up));
  }

  private void update(UUID vm, String mac, Scope scope, UnaryOperator<String> change) {
    act(
        vm,
        domain ->
            LIBVIRT.virDomainUpdateDeviceFlags(
                domain,
                change.apply(NicsXml.element(xml(domain, scope), mac)),
                Domains.affect(scope)));
  }

  private static String xml(DomainPointer domain, Scope scope) {
    return Domains.xml(
        domain,
        switch (scope) {
          case LIVE -> 0;
          case DEFINED -> XML_INACTIVE;
        });
  }

  private void act(UUID vm, ToIntFunction<DomainPointer> deed) {
    Domains.act(connection.link(), vm, deed);
  }
}
