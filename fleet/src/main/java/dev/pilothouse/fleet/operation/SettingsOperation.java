package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operations that change what a VM is made of, live where the guest allows it, and for good. */
public sealed interface SettingsOperation extends Operation.OnVm {
  /**
   * Sets values, live and in the definition. Its result says of each when it takes effect.
   *
   * @param before what they were when the person decided; what undoing sets
   */
  record SetVm(VmRef vm, Values before, Values wanted) implements SettingsOperation {
    /** What undoes it is what the VM is defined as now. */
    public static SetVm of(Vm vm, Values wanted) {
      VmSettings now = vm.settings();
      return new SetVm(
          vm.ref(),
          new Values(
              wanted.vcpus() == null ? null : now.vcpus(),
              wanted.maxVcpus() == null ? null : now.maxVcpus(),
              wanted.memoryBytes() == null ? null : now.memoryBytes(),
              wanted.maxMemoryBytes() == null ? null : now.maxMemoryBytes(),
              wanted.title() == null ? null : now.title(),
              wanted.description() == null ? null : now.description(),
              wanted.removeTags().stream().filter(now.tags()::contains).toList(),
              wanted.addTags().stream().filter(tag -> !now.tags().contains(tag)).toList(),
              wanted.boot() == null ? null : now.boot(),
              wanted.deleteProtection() == null ? null : now.deleteProtection()),
          wanted);
    }

    @Override
    public Verb verb() {
      return Verb.SET;
    }

    @Override
    public String sentence(String name) {
      return "Set for " + name + ": " + String.join(", ", wanted.texts()) + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new SetVm(vm, wanted, before));
    }
  }

  /**
   * Values to set; what is null stays as it is.
   *
   * @param boot {@code disk}, {@code cdrom}, {@code network} or {@code floppy}, first choice first
   * @param deleteProtection whether deleting the VM is refused
   */
  record Values(
      @Nullable Integer vcpus,
      @Nullable Integer maxVcpus,
      @Nullable Long memoryBytes,
      @Nullable Long maxMemoryBytes,
      @Nullable String title,
      @Nullable String description,
      List<String> addTags,
      List<String> removeTags,
      @Nullable List<String> boot,
      @Nullable Boolean deleteProtection) {
    public Values {
      addTags = List.copyOf(addTags);
      removeTags = List.copyOf(removeTags);
      boot = boot == null ? null : List.copyOf(boot);
    }

    /** A boot order as people write it: words with commas or blanks between them. */
    public static List<String> bootWords(String text) {
      return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
          .filter(word -> !word.isEmpty())
          .toList();
    }

    public boolean none() {
      return texts().isEmpty();
    }

    /** Each for people, such as {@code 4 vCPUs}. */
    public List<String> texts() {
      List<String> texts = new ArrayList<>();
      if (maxVcpus != null) {
        texts.add("at most " + maxVcpus + (maxVcpus == 1 ? " vCPU" : " vCPUs"));
      }
      if (vcpus != null) {
        texts.add(vcpus + (vcpus == 1 ? " vCPU" : " vCPUs"));
      }
      if (maxMemoryBytes != null) {
        texts.add("at most " + ByteAmount.of(maxMemoryBytes) + " of memory");
      }
      if (memoryBytes != null) {
        texts.add(ByteAmount.of(memoryBytes) + " of memory");
      }
      if (title != null) {
        texts.add(title.isEmpty() ? "no title" : "title '" + title + "'");
      }
      if (description != null) {
        texts.add(description.isEmpty() ? "no description" : "a description");
      }
      addTags.forEach(tag -> texts.add("tag " + tag));
      removeTags.forEach(tag -> texts.add("no tag " + tag));
      if (boot != null) {
        texts.add("boot from " + (boot.isEmpty() ? "what there is" : String.join(", ", boot)));
      }
      if (deleteProtection != null) {
        texts.add("delete protection " + (deleteProtection ? "on" : "off"));
      }
      return texts;
    }
  }

  /**
   * virDomainSetBlockIoTune, live and in the definition; virDomainUpdateDeviceFlags in the
   * definition for cache and I/O. Its result says of each when it takes effect.
   *
   * @param disk its target such as {@code vda}
   * @param before what was set when the person decided; what undoing sets
   */
  record SetDisk(VmRef vm, String disk, DiskTuning before, DiskTuning wanted)
      implements SettingsOperation {
    public static SetDisk of(VmRef vm, Disk disk, DiskTuning wanted) {
      return new SetDisk(vm, disk.target(), wanted.sameOf(disk.tuning()), wanted);
    }

    @Override
    public Verb verb() {
      return Verb.DISK_SET;
    }

    @Override
    public String sentence(String name) {
      return "Set for disk "
          + disk
          + " of "
          + name
          + ": "
          + String.join(", ", wanted.texts())
          + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new SetDisk(vm, disk, wanted, before));
    }
  }

  /**
   * virDomainUpdateDeviceFlags on a CD drive.
   *
   * @param drive such as {@code sda}
   * @param before what was in it when the person decided; empty for nothing
   * @param source the image's path on the host; empty to take out what is in it
   */
  record ChangeMedium(VmRef vm, String drive, String before, String source)
      implements SettingsOperation {
    @Override
    public Verb verb() {
      return source.isEmpty() ? Verb.EJECT : Verb.INSERT;
    }

    @Override
    public String sentence(String name) {
      return source.isEmpty()
          ? "Take the medium out of drive " + drive + " of " + name + "."
          : "Put " + source + " into drive " + drive + " of " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new ChangeMedium(vm, drive, source, before));
    }
  }
}
