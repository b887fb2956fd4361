package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.VmRef;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person can ask the agent of one host to do. What is true of every operation of a kind
 * stands in {@link Verb}.
 */
public sealed interface Operation
    permits Operation.OnVm,
        Operation.DefineVm,
        NetworkOperation,
        StorageOperation,
        CreationOperation,
        ImageOperation,
        HostOperation {
  /** The host whose agent carries it out. */
  String host();

  Verb verb();

  /**
   * What it will do, in one sentence, for a target that people call {@code name} (inserted as it
   * is).
   */
  String sentence(String name);

  /** What would undo it, or why nothing can. */
  Inverse inverse();

  /**
   * The same without what people with a look at the records need not know: those are kept for long,
   * and an agent obeys its signed order, never a record.
   */
  default Operation forTheRecord() {
    return this;
  }

  /** An operation on a VM that exists. Those on one VM run one after the other. */
  sealed interface OnVm extends Operation
      permits StartVm,
          ShutdownVm,
          RebootVm,
          ResetVm,
          ForceOffVm,
          PauseVm,
          ResumeVm,
          SetAutostart,
          RenameVm,
          DeleteVm,
          EditVm,
          ReadXml,
          DiskOperation,
          NicOperation,
          SettingsOperation,
          SnapshotOperation,
          CreationOperation.CloneVm,
          TrashOperation,
          MakeImage,
          MigrationOperation,
          ConsoleOperation,
          ReachOperation {
    VmRef vm();

    @Override
    default String host() {
      return vm().host();
    }
  }

  /** The VM it acts on, if there is one already. */
  default Optional<VmRef> target() {
    return this instanceof OnVm on ? Optional.of(on.vm()) : Optional.empty();
  }

  /**
   * Operations of one lane of a host run one after the other.
   *
   * @param key the same for all of that lane
   * @param what it is for, for people: {@code this VM}
   */
  record Lane(String key, String what) {
    public static Lane of(UUID vm) {
      return new Lane("vm:" + vm, "this VM");
    }

    public static Lane ofPool(String pool) {
      return new Lane("pool:" + pool, "this pool");
    }
  }

  /** Its lane; empty for one that need not wait for others. */
  default Optional<Lane> lane() {
    return target().map(vm -> Lane.of(vm.uuid()));
  }

  /** The operation that undoes another, or why there is none. */
  sealed interface Inverse {
    record By(Operation operation) implements Inverse {}

    record None(String why) implements Inverse {}

    /** For people, before they decide. */
    default String said() {
      return switch (this) {
        case By by -> "It can be undone with 'op undo' (" + by.operation().verb().title() + ").";
        case None none -> "It cannot be undone: " + none.why() + ".";
      };
    }
  }

  /** virDomainCreate. */
  record StartVm(VmRef vm) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.START;
    }

    @Override
    public String sentence(String name) {
      return "Start " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None(
          "what the guest does from now on cannot be taken back; shut it down instead");
    }
  }

  /**
   * virDomainShutdown (ACPI power button, or the guest agent), then wait.
   *
   * @param grace how long to wait for the guest
   */
  record ShutdownVm(VmRef vm, Duration grace, AfterGrace then) implements OnVm {
    /** What happens to a guest that is still running after {@code grace}. */
    public enum AfterGrace {
      /** The operation fails and the guest goes on. */
      LEAVE,
      FORCE_OFF
    }

    @Override
    public Verb verb() {
      return Verb.SHUTDOWN;
    }

    @Override
    public String sentence(String name) {
      String late =
          switch (then) {
            case LEAVE -> "give up";
            case FORCE_OFF -> "cut its power";
          };
      return "Ask " + name + " to shut down; " + late + " after " + grace.toSeconds() + " s.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new StartVm(vm));
    }
  }

  /** virDomainReboot: asks the guest. */
  record RebootVm(VmRef vm) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.REBOOT;
    }

    @Override
    public String sentence(String name) {
      return "Ask " + name + " to reboot.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("a reboot cannot be taken back");
    }
  }

  /** virDomainReset: the reset button, without asking the guest. */
  record ResetVm(VmRef vm) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.RESET;
    }

    @Override
    public String sentence(String name) {
      return "Reset " + name + " at once; what it has not written to disk is lost.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("what the guest had not written to disk is lost");
    }
  }

  /** virDomainDestroy: pulls the plug. */
  record ForceOffVm(VmRef vm) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.FORCE_OFF;
    }

    @Override
    public String sentence(String name) {
      return "Cut the power of " + name + "; what it has not written to disk is lost.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("what the guest had not written to disk is lost");
    }
  }

  /** virDomainSuspend: stops its CPUs, keeps its memory. */
  record PauseVm(VmRef vm) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.PAUSE;
    }

    @Override
    public String sentence(String name) {
      return "Pause " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new ResumeVm(vm));
    }
  }

  /** virDomainResume. */
  record ResumeVm(VmRef vm) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.RESUME;
    }

    @Override
    public String sentence(String name) {
      return "Resume " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new PauseVm(vm));
    }
  }

  /** virDomainSetAutostart. */
  record SetAutostart(VmRef vm, boolean on) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.AUTOSTART;
    }

    @Override
    public String sentence(String name) {
      return (on ? "Start " : "No longer start ") + name + " whenever its host boots.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new SetAutostart(vm, !on));
    }
  }

  /** virDomainRename, which libvirt does for stopped VMs only. */
  record RenameVm(VmRef vm, String oldName, String newName) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.RENAME;
    }

    @Override
    public String sentence(String name) {
      return "Rename " + name + " to " + newName + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new RenameVm(vm, newName, oldName));
    }
  }

  /**
   * virDomainUndefineFlags: the definition goes, the disks stay. Its result is the XML that was.
   */
  record DeleteVm(VmRef vm) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.DELETE;
    }

    @Override
    public String sentence(String name) {
      return "Delete the definition of " + name + "; its disks stay.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("define it again from its XML, which the operation's record keeps");
    }
  }

  /**
   * virDomainDefineXMLFlags, validated, of a VM that must not exist yet. Its result is the new
   * UUID.
   */
  record DefineVm(String host, String xml) implements Operation {
    @Override
    public Verb verb() {
      return Verb.DEFINE;
    }

    @Override
    public String sentence(String name) {
      return "Define " + name + " on " + host + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("delete the VM instead");
    }
  }

  /**
   * virDomainDefineXMLFlags in place of a VM's persistent definition.
   *
   * @param base the persistent XML that the person changed; when the VM's is another by now,
   *     nothing is done
   */
  record EditVm(VmRef vm, String base, String xml) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.EDIT;
    }

    @Override
    public String sentence(String name) {
      return "Change the definition of " + name + "; a running VM takes it up at its next start.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new EditVm(vm, xml, base));
    }
  }

  /**
   * virDomainGetXMLDesc. Its result is the XML.
   *
   * @param inactive the persistent definition rather than what runs now
   */
  record ReadXml(VmRef vm, boolean inactive) implements OnVm {
    @Override
    public Verb verb() {
      return Verb.XML;
    }

    @Override
    public String sentence(String name) {
      return "Read the XML of " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("it only reads");
    }
  }
}
