package dev.pilothouse.fleet.operation;

/** On a host itself. */
public sealed interface HostOperation extends Operation {
  /**
   * Begins or ends maintenance: nothing new is placed on the host meanwhile. Its VMs are not
   * touched.
   */
  record SetMaintenance(String host, boolean on) implements HostOperation {
    @Override
    public Verb verb() {
      return on ? Verb.HOST_DRAIN : Verb.HOST_UNDRAIN;
    }

    @Override
    public String sentence(String name) {
      return on ? "Place nothing new on " + host + "." : "Let VMs be placed on " + host + " again.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new SetMaintenance(host, !on));
    }
  }
}
