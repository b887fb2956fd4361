package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.VmRef;

/** Deleting with a way back. */
public sealed interface TrashOperation extends Operation.OnVm {

  /** Removes the definition and keeps all that is needed to restore it, disks included. */
  record TrashVm(VmRef vm) implements TrashOperation {
    @Override
    public Verb verb() {
      return Verb.TRASH;
    }

    @Override
    public String sentence(String name) {
      return "Move " + name + " to the trash; its disks are kept until its time there is over.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new RestoreVm(vm));
    }
  }

  /** Defines a VM of the trash again, as it was. */
  record RestoreVm(VmRef vm) implements TrashOperation {
    @Override
    public Verb verb() {
      return Verb.RESTORE;
    }

    @Override
    public String sentence(String name) {
      return "Take " + name + " out of the trash.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new TrashVm(vm));
    }
  }

  /** Deletes a VM of the trash for good, with its volumes. */
  record PurgeVm(VmRef vm) implements TrashOperation {
    @Override
    public Verb verb() {
      return Verb.PURGE;
    }

    @Override
    public String sentence(String name) {
      return "Delete " + name + " and its disks for good.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("its disks are gone");
    }
  }
}
