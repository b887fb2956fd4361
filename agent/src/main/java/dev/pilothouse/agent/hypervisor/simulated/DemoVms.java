package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.xml.MetadataXml;
import dev.pilothouse.fleet.model.VmState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The VMs of a demo host: what a small company might run. */
final class DemoVms {
  /** What VMs of one kind have in common. */
  private record Kind(
      String name, String title, String os, int vcpus, int gib, int diskGib, double busy) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("web", "Public web site", "debian.org/debian/12", 2, 2, 20, 0.20),
          new Kind("app", "Order service", "ubuntu.com/ubuntu/24.04", 4, 8, 40, 0.35),
          new Kind("db", "PostgreSQL", "debian.org/debian/12", 8, 32, 400, 0.45),
          new Kind("cache", "Redis", "debian.org/debian/12", 2, 16, 10, 0.08),
          new Kind("mail", "Mail relay", "rockylinux.org/rocky/9", 2, 4, 60, 0.05),
          new Kind("git", "Source code", "ubuntu.com/ubuntu/22.04", 4, 8, 200, 0.15),
          new Kind("ci", "Build runner", "fedoraproject.org/fedora/41", 8, 16, 120, 0.70),
          new Kind("dns", "Name server", "alpinelinux.org/alpinelinux/3.20", 1, 1, 4, 0.02),
          new Kind("vpn", "Road warriors", "openbsd.org/openbsd/7.6", 1, 1, 8, 0.04),
          new Kind("win", "Accounting desktop", "microsoft.com/win/11", 4, 8, 80, 0.10),
          new Kind("ad", "Domain controller", "microsoft.com/win/2k22", 2, 8, 60, 0.06),
          new Kind("mon", "Metrics", "debian.org/debian/12", 2, 8, 150, 0.25),
          new Kind("test", "", "", 1, 2, 10, 0.01));

  private static final List<String> TIERS = List.of("prod", "prod", "prod", "staging", "dev");

  private DemoVms() {}

  static List<SimulatedVm> of(String host, long seed, int count, Instant now) {
    Random random = new Random(seed);
    // Hosts of one demo share a seed or not; names must not collide either way.
    int offset = Math.floorMod(host.hashCode(), 90);
    List<SimulatedVm> vms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Kind kind = KINDS.get(i % KINDS.size());
      String name = "%s-%s-%02d".formatted(kind.name(), host, i / KINDS.size() + 1);
      UUID uuid = UUID.nameUUIDFromBytes((seed + "/" + name).getBytes(StandardCharsets.UTF_8));
      String xml = xml(kind, name, uuid, i, offset, TIERS.get(random.nextInt(TIERS.size())));
      SimulatedVm vm =
          new SimulatedVm(
              uuid,
              name,
              xml,
              new SimulatedVm.Temper(
                  kind.busy(),
                  kind.busy() * (0.2 + 0.6 * random.nextDouble()),
                  Duration.ofSeconds(20 + random.nextInt(100)),
                  kind.name().equals("win") || random.nextInt(20) == 0,
                  "10.%d.%d.%d".formatted(20 + offset, i / 200, 10 + i % 200)));
      settle(vm, random, now);
      vms.add(vm);
    }
    return vms;
  }

  private static void settle(SimulatedVm vm, Random random, Instant now) {
    int fate = random.nextInt(100);
    vm.autostart = fate < 60;
    if (fate < 78) {
      vm.on(now.minusSeconds(60 + random.nextInt(60 * 86_400)), "booted");
    } else if (fate < 82) {
      vm.on(now.minusSeconds(3_600 + random.nextInt(86_400)), "booted");
      vm.state = VmState.PAUSED;
      vm.reason = "user";
    } else if (fate < 84) {
      vm.state = VmState.CRASHED;
      vm.reason = "panicked";
    } else {
      vm.off(fate < 95 ? "shutdown" : "destroyed");
    }
  }

  private static String xml(Kind kind, String name, UUID uuid, int i, int offset, String tier) {
    String os =
        kind.os().isEmpty()
            ? ""
            : """
                  <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
                    <libosinfo:os id="http://%s"/>
                  </libosinfo:libosinfo>
              """
                .formatted(kind.os());
    return """
        <domain type="kvm">
          <name>%s</name>
          <uuid>%s</uuid>
          <title>%s</title>
          <metadata>
            <pilothouse:vm xmlns:pilothouse="%s">
              <pilothouse:tag>%s</pilothouse:tag>
              <pilothouse:tag>%s</pilothouse:tag>
            </pilothouse:vm>
        %s  </metadata>
          <memory unit="GiB">%d</memory>
          <currentMemory unit="GiB">%d</currentMemory>
          <vcpu placement="static">%d</vcpu>
          <os><type arch="x86_64" machine="q35">hvm</type><boot dev="hd"/></os>
          <devices>
            <disk type="file" device="disk">
              <driver name="qemu" type="qcow2"/>
              <source file="/var/lib/libvirt/images/%s-%dG.qcow2"/>
              <target dev="vda" bus="virtio"/>
            </disk>
            <interface type="bridge">
              <mac address="52:54:00:%02x:%02x:%02x"/>
              <source bridge="br0"/>
              <model type="virtio"/>
            </interface>
            <serial type="pty"/>
            <graphics type="vnc" port="-1" autoport="yes" listen="127.0.0.1"/>
          </devices>
        </domain>
        """
        .formatted(
            name,
            uuid,
            kind.title(),
            MetadataXml.NAMESPACE,
            kind.name(),
            tier,
            os,
            kind.gib(),
            kind.gib(),
            kind.vcpus(),
            name,
            kind.diskGib(),
            offset,
            i / 256,
            i % 256);
  }
}
