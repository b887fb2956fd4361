package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import java.util.Optional;

/** Operations that make VMs. The result of making one is its UUID. */
public sealed interface CreationOperation extends Operation {

  /** Makes a VM with its disk and its seed; when that fails nothing of it stays. */
  record CreateVm(String host, VmSpec spec) implements CreationOperation {
    @Override
    public Verb verb() {
      return Verb.CREATE;
    }

    @Override
    public String sentence(String name) {
      StringBuilder said = new StringBuilder("Make " + name + " on " + host + ": ");
      said.append(spec.vcpus()).append(spec.vcpus() == 1 ? " CPU, " : " CPUs, ");
      said.append(ByteAmount.of(spec.memoryBytes())).append(" of memory, ");
      said.append(disk(spec.disk())).append(" in pool ").append(spec.pool());
      said.append(spec.network().isEmpty() ? ", no network" : ", network " + spec.network());
      if (spec.cloudInit() != null) {
        said.append(", cloud-init");
      }
      return said.append(spec.start() ? "; then start it." : ".").toString();
    }

    private static String disk(RootDisk disk) {
      return switch (disk) {
        case RootDisk.OfImage image ->
            (image.full() ? "a full copy of " : "a linked clone of ")
                + image.image()
                + (image.bytes() == 0 ? "" : " grown to " + ByteAmount.of(image.bytes()));
        case RootDisk.Empty empty ->
            "an empty disk of " + ByteAmount.of(empty.bytes()) + " to install from " + empty.iso();
        case RootDisk.Existing existing -> "the disk " + existing.path() + " and its seed";
      };
    }

    /** Password hashes can be guessed at, and user-data may hold anything. */
    @Override
    public Operation forTheRecord() {
      return new CreateVm(host, spec.withoutSecrets());
    }

    /** Two of one name must not be made at once. */
    @Override
    public Optional<Lane> lane() {
      return Optional.of(new Lane("new:" + spec.name(), "this name"));
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("move the VM to the trash instead ('vm rm')");
    }
  }

  /** Says what {@link CreateVm} would do on that host, and does nothing. Its result is the XML. */
  record PreviewVm(String host, VmSpec spec) implements CreationOperation {
    @Override
    public Verb verb() {
      return Verb.PREVIEW;
    }

    @Override
    public String sentence(String name) {
      return "Look what would be made of " + name + " on " + host + ".";
    }

    @Override
    public Operation forTheRecord() {
      return new PreviewVm(host, spec.withoutSecrets());
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("it only reads");
    }
  }

  /**
   * Makes a VM like one that is shut off, with full copies of its disks and new UUID, MAC addresses
   * and name.
   *
   * @param pool where the copies go; empty for the pools of the originals
   */
  record CloneVm(VmRef vm, String newName, String pool) implements CreationOperation, OnVm {
    @Override
    public Verb verb() {
      return Verb.CLONE;
    }

    @Override
    public String sentence(String name) {
      return "Make "
          + newName
          + " from "
          + name
          + ", with copies of its disks"
          + (pool.isEmpty() ? "." : " in pool " + pool + ".");
    }

    @Override
    public String host() {
      return vm.host();
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("move the new VM to the trash instead ('vm rm')");
    }
  }
}
