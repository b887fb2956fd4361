package dev.pilothouse.agent.operation.settings;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.OwnXml;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.SettingsOperation.ChangeMedium;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings that an operation asks for, in the order in which they can be made. */
final class Settings {
  private static final Duration GUEST_FOLLOWS_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private Settings() {}

  private static String anyTime(DomainXml xml) {
    return "";
  }

  private static String atStart(DomainXml xml) {
    return "it is read at a start only";
  }

  /** Maxima before what they allow. */
  static List<Setting> of(Values wanted) {
    List<Setting> all = new ArrayList<>();
    if (wanted.maxVcpus() != null) {
      all.add(maxVcpus(wanted.maxVcpus()));
    }
    if (wanted.vcpus() != null) {
      all.add(vcpus(wanted.vcpus()));
    }
    if (wanted.maxMemoryBytes() != null) {
      all.add(maxMemory(wanted.maxMemoryBytes()));
    }
    if (wanted.memoryBytes() != null) {
      all.add(memory(wanted.memoryBytes()));
    }
    if (wanted.title() != null) {
      all.add(title(wanted.title()));
    }
    if (wanted.description() != null) {
      all.add(description(wanted.description()));
    }
    if (!wanted.addTags().isEmpty() || !wanted.removeTags().isEmpty()) {
      all.add(tags(wanted.addTags(), wanted.removeTags()));
    }
    if (wanted.boot() != null) {
      all.add(boot(wanted.boot()));
    }
    if (wanted.deleteProtection() != null) {
      all.add(deleteProtection(wanted.deleteProtection()));
    }
    return all;
  }

  private static Setting maxVcpus(int count) {
    return Setting.of(
        "max-vcpus",
        "at most " + cpus(count),
        true,
        Settings::atStart,
        xml -> Integer.toString(xml.vcpu().max()),
        xml -> xml.vcpu().max() == count,
        (host, vm, scope) -> host.configuration().setMaxVcpus(vm, count));
  }

  private static Setting vcpus(int count) {
    return Setting.of(
        "vcpus",
        cpus(count),
        true,
        live -> {
          if (count > live.vcpu().max()) {
            return "it runs with sockets for " + live.vcpu().max();
          }
          // Seen with QEMU 7.2: the guest lets go, QEMU never says so, and may crash later.
          return count < live.vcpu().now() && !live.type().equals("kvm")
              ? "taking CPUs from a guest without KVM can crash it"
              : "";
        },
        xml -> Integer.toString(xml.vcpu().now()),
        xml -> xml.vcpu().now() == count,
        (host, vm, scope) -> host.configuration().setVcpus(vm, count, scope));
  }

  private static Setting maxMemory(long bytes) {
    return Setting.of(
        "max-memory",
        "at most " + ByteAmount.of(bytes) + " of memory",
        true,
        Settings::atStart,
        xml -> Long.toString(xml.maxMemoryBytes()),
        xml -> xml.maxMemoryBytes() == bytes,
        (host, vm, scope) -> host.configuration().setMaxMemory(vm, bytes));
  }

  private static Setting memory(long bytes) {
    return Setting.of(
            "memory",
            ByteAmount.of(bytes) + " of memory",
            true,
            live ->
                bytes > live.maxMemoryBytes()
                    ? "it runs with at most " + ByteAmount.of(live.maxMemoryBytes())
                    : "",
            xml -> Long.toString(xml.memoryBytes()),
            xml -> xml.memoryBytes() == bytes,
            (host, vm, scope) -> host.configuration().setMemory(vm, bytes, scope))
        .then((work, vm) -> balloon(work, vm, bytes));
  }

  /** The guest gives memory back in its own time. */
  private static String balloon(Work work, VmRef ref, long bytes) {
    Instant until = work.now().plus(GUEST_FOLLOWS_WITHIN);
    Optional<Vm> vm = work.hypervisor().find(ref.uuid());
    while (vm.isPresent() && vm.get().memoryBytes() != bytes && work.now().isBefore(until)) {
      work.progress(-1, "the guest is asked, and has " + ByteAmount.of(vm.get().memoryBytes()));
      work.await(LOOK_EVERY);
      vm = work.hypervisor().find(ref.uuid());
    }
    return vm.isEmpty() || vm.get().memoryBytes() == bytes
        ? ""
        : "the guest was asked, and has " + ByteAmount.of(vm.get().memoryBytes()) + " so far";
  }

  private static Setting title(String text) {
    return Setting.of(
        "title",
        text.isEmpty() ? "no title" : "title '" + text + "'",
        false,
        Settings::anyTime,
        DomainXml::title,
        xml -> xml.title().equals(text),
        (host, vm, scope) -> host.configuration().setTitle(vm, text, scope));
  }

  private static Setting description(String text) {
    return Setting.of(
        "description",
        text.isEmpty() ? "no description" : "description",
        false,
        Settings::anyTime,
        DomainXml::description,
        xml -> xml.description().equals(text),
        (host, vm, scope) -> host.configuration().setDescription(vm, text, scope));
  }

  private static Setting tags(List<String> add, List<String> remove) {
    List<String> words = new ArrayList<>();
    add.forEach(tag -> words.add("+" + tag));
    remove.forEach(tag -> words.add("-" + tag));
    return Setting.of(
        "tags",
        "tags " + String.join(" ", words),
        false,
        Settings::anyTime,
        xml -> String.join("\n", xml.metadata().tags()),
        xml ->
            xml.metadata().tags().containsAll(add)
                && xml.metadata().tags().stream().noneMatch(remove::contains),
        (host, vm, scope) ->
            host.configuration()
                .setOwn(
                    vm, OwnXml.withTags(host.configuration().own(vm, scope), add, remove), scope));
  }

  private static Setting boot(List<String> words) {
    return Setting.of(
        "boot",
        words.isEmpty() ? "no boot order" : "boot from " + String.join(", ", words),
        true,
        Settings::atStart,
        xml -> String.join(" ", xml.boot()),
        xml -> xml.boot().equals(words),
        (host, vm, scope) -> host.configuration().setBoot(vm, words));
  }

  private static Setting deleteProtection(boolean on) {
    return Setting.of(
        "delete-protection",
        "delete protection " + (on ? "on" : "off"),
        false,
        Settings::anyTime,
        xml -> Boolean.toString(xml.metadata().deleteProtection()),
        xml -> xml.metadata().deleteProtection() == on,
        (host, vm, scope) ->
            host.configuration()
                .setOwn(
                    vm,
                    OwnXml.withDeleteProtection(host.configuration().own(vm, scope), on),
                    scope));
  }

  static Setting medium(ChangeMedium operation) {
    String drive = operation.drive();
    String source = operation.source();
    return Setting.of(
            Setting.MEDIUM,
            source.isEmpty() ? "nothing in " + drive : source + " in " + drive,
            true,
            Settings::anyTime,
            xml -> inDrive(xml, drive),
            xml -> inDrive(xml, drive).equals(source),
            (host, vm, scope) -> host.configuration().setMedium(vm, drive, source, scope))
        .spoiledBy(failure -> true);
  }

  static String inDrive(DomainXml xml, String drive) {
    return xml.disks().stream()
        .filter(disk -> disk.target().equals(drive))
        .map(Disk::source)
        .findFirst()
        .orElse("");
  }

  private static String cpus(int count) {
    return count + (count == 1 ? " vCPU" : " vCPUs");
  }
}
