package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.TrashOperation;
import dev.pilothouse.fleet.operation.Verb;
import java.time.Duration;

/** What the action menu offers for VMs: a key, a word, and what must be true of a VM for it. */
enum VmAction {
  START("s", "Start", Verb.START),
  SHUTDOWN("h", "Shut down", Verb.SHUTDOWN),
  REBOOT("r", "Reboot", Verb.REBOOT),
  PAUSE("p", "Pause", Verb.PAUSE),
  RESUME("u", "Resume", Verb.RESUME),
  MIGRATE("M", "Migrate...", Verb.MIGRATE),
  AUTOSTART_ON("a", "Autostart on", Verb.AUTOSTART),
  AUTOSTART_OFF("A", "Autostart off", Verb.AUTOSTART),
  RENAME("n", "Rename", Verb.RENAME),
  EDIT("e", "Edit XML", Verb.EDIT),
  RESET("t", "Reset (no warning to the guest)", Verb.RESET),
  FORCE_OFF("f", "Force off (cut the power)", Verb.FORCE_OFF),
  TRASH("m", "Move to the trash", Verb.TRASH),
  DELETE("x", "Delete definition", Verb.DELETE),
  CONFIGURE("c", "Configure...", Verb.SET),
  SNAPSHOTS("S", "Snapshots...", Verb.SNAPSHOT_LIST),
  MAKE_IMAGE("i", "Make an image of its disk", Verb.IMAGE_MAKE);

  /** How long a guest has to shut down unless the person says otherwise. */
  static final Duration GRACE = Duration.ofSeconds(60);

  private final String key;
  private final String label;
  private final Verb verb;

  VmAction(String key, String label, Verb verb) {
    this.key = key;
    this.label = label;
    this.verb = verb;
  }

  String key() {
    return key;
  }

  String label() {
    return label;
  }

  Verb verb() {
    return verb;
  }

  /** Whether it makes sense for one VM at a time only. */
  boolean single() {
    return switch (this) {
      case RENAME, EDIT, CONFIGURE, SNAPSHOTS, MAKE_IMAGE -> true;
      case START, SHUTDOWN, REBOOT, PAUSE, RESUME, MIGRATE, AUTOSTART_ON, AUTOSTART_OFF -> false;
      case RESET, FORCE_OFF, DELETE, TRASH -> false;
    };
  }

  /** Why it cannot be done with {@code vm} as it is; empty when it can. */
  String unfit(Vm vm) {
    boolean active = vm.state().active();
    return switch (this) {
      case START -> active ? "already " + vm.state().word() : "";
      case SHUTDOWN, REBOOT -> active ? paused(vm) : "not running";
      case RESET, FORCE_OFF -> active ? "" : "not running";
      case PAUSE ->
          vm.state() == VmState.RUNNING || vm.state() == VmState.BLOCKED ? "" : "not running";
      case RESUME -> vm.state() == VmState.PAUSED ? "" : "not paused";
      case AUTOSTART_ON -> vm.persistent() ? vm.autostart() ? "already on" : "" : "transient";
      case AUTOSTART_OFF -> vm.autostart() ? "" : "already off";
      case RENAME -> active ? "running: shut it down first" : "";
      case DELETE, TRASH ->
          vm.deleteProtection()
              ? "protected against deletion"
              : active ? "running: shut it down first" : "";
      case CONFIGURE, SNAPSHOTS, MIGRATE -> "";
      case EDIT -> vm.persistent() ? "" : "transient: it has no definition to edit";
      case MAKE_IMAGE ->
          vm.disks().stream().anyMatch(disk -> disk.device().equals("disk"))
              ? ""
              : "it has no disk";
    };
  }

  private static String paused(Vm vm) {
    return vm.state() == VmState.PAUSED ? "paused: it would not hear of it; resume it first" : "";
  }

  /** The operation for one VM; what asks for more first is not made here. */
  Operation on(Vm vm) {
    return switch (this) {
      case START -> new Operation.StartVm(vm.ref());
      case SHUTDOWN -> new Operation.ShutdownVm(vm.ref(), GRACE, AfterGrace.LEAVE);
      case REBOOT -> new Operation.RebootVm(vm.ref());
      case PAUSE -> new Operation.PauseVm(vm.ref());
      case RESUME -> new Operation.ResumeVm(vm.ref());
      case AUTOSTART_ON -> new Operation.SetAutostart(vm.ref(), true);
      case AUTOSTART_OFF -> new Operation.SetAutostart(vm.ref(), false);
      case RESET -> new Operation.ResetVm(vm.ref());
      case FORCE_OFF -> new Operation.ForceOffVm(vm.ref());
      case TRASH -> new TrashOperation.TrashVm(vm.ref());
      case DELETE -> new Operation.DeleteVm(vm.ref());
      case RENAME, EDIT, CONFIGURE, SNAPSHOTS, MAKE_IMAGE, MIGRATE ->
          throw new IllegalStateException(this + " needs to know more");
    };
  }
}
