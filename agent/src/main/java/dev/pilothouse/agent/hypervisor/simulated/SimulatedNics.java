package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.hypervisor.Nics;
import dev.pilothouse.agent.xml.NicsXml;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Network interfaces in the XML of VMs that are nothing but XML. */
public final class SimulatedNics implements Nics {
  /** Where the XML of VMs is, and their guests. */
  public interface Guests extends SimulatedConfiguration.Definitions {
    /** Runs what a VM's guest does when it is asked to let go of something. */
    void letGo(UUID vm, Runnable deed);
  }

  private final Guests guests;

  public SimulatedNics(Guests guests) {
    this.guests = guests;
  }

  @Override
  public void attach(UUID vm, String xml, Scope scope) {
    guests.change(vm, scope, domain -> NicsXml.with(domain, xml));
  }

  @Override
  public void detach(UUID vm, String mac, Scope scope) {
    String unused = NicsXml.element(guests.xml(vm, scope), mac);
    Runnable deed = () -> guests.change(vm, scope, domain -> NicsXml.without(domain, mac));
    switch (scope) {
      case LIVE -> guests.letGo(vm, deed);
      case DEFINED -> deed.run();
    }
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
    guests.change(
        vm, scope, domain -> NicsXml.replaced(domain, change.apply(NicsXml.element(domain, mac))));
  }
}
