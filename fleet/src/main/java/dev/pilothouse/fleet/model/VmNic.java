package dev.pilothouse.fleet.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One network interface in the two definitions of a VM: what it is now, and what it will be from
 * the next start on.
 *
 * @param number in the VM's list, counted from 1
 * @param live null when the VM is off, or gets it only at its next start
 * @param defined null when it goes with the next stop, and where its agent does not say
 */
public record VmNic(int number, @Nullable Nic live, @Nullable Nic defined) {
  public VmNic {
    if (live == null && defined == null) {
      throw new IllegalArgumentException("an interface is somewhere");
    }
  }

  /** All of a VM: those that it has now, then those that it will have. */
  public static List<VmNic> of(Vm vm) {
    boolean active = vm.state().active();
    @Nullable List<Nic> told = vm.defined() == null ? null : vm.defined().nics();
    List<Nic> later = new ArrayList<>(told != null ? told : active ? List.of() : vm.nics());
    List<VmNic> all = new ArrayList<>();
    for (Nic nic : active ? vm.nics() : List.<Nic>of()) {
      Nic same = later.stream().filter(l -> l.mac().equals(nic.mac())).findFirst().orElse(null);
      later.remove(same);
      // An agent that says nothing of the definition is taken to have said the same.
      all.add(new VmNic(all.size() + 1, nic, told == null && vm.persistent() ? nic : same));
    }
    for (Nic nic : later) {
      all.add(new VmNic(all.size() + 1, null, nic));
    }
    return all;
  }

  /** As it is now, if it is there now. */
  public Nic shown() {
    Nic some = live != null ? live : defined;
    if (some == null) {
      throw new IllegalStateException("checked when it was made");
    }
    return some;
  }

  /** How it stays, if it stays. */
  public Nic kept() {
    return defined != null ? defined : shown();
  }

  /** What changes with the next start, or stop; empty when nothing does. */
  public String pending(boolean running) {
    if (!running) {
      return "";
    }
    if (live == null) {
      return "from the next start";
    }
    if (defined == null) {
      return "until the next stop";
    }
    List<String> changes = new ArrayList<>();
    if (!live.model().equals(defined.model())) {
      changes.add(defined.model());
    }
    if (!live.network().equals(defined.network())) {
      changes.add(defined.network());
    }
    if (live.linkUp() != defined.linkUp()) {
      changes.add(defined.linkUp() ? "link up" : "link down");
    }
    return changes.isEmpty() ? "" : "next start: " + String.join(", ", changes);
  }
}
