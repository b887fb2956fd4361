package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.operation.create.NewVm.Kind;
import dev.pilothouse.agent.operation.create.NewVm.NewDisk;
import dev.pilothouse.agent.xml.MetadataXml;
import dev.pilothouse.agent.xml.XmlLayout;
import dev.pilothouse.agent.xml.XmlText;

/** {@code <domain>} of a new VM. */
final class NewVmXml {
  /** Free PCIe ports: as many devices can be plugged in while it runs. */
  private static final int FREE_PORTS = 10;

  private final NewVm vm;
  private final Hardware hardware;
  private final XmlText xml = new XmlText("domain");

  private NewVmXml(NewVm vm, Hardware hardware) {
    this.vm = vm;
    this.hardware = hardware;
  }

  static String of(NewVm vm, Hardware hardware) {
    return new NewVmXml(vm, hardware).write();
  }

  private String write() {
    xml.attribute("type", hardware.type());
    xml.text("name", vm.name());
    xml.text("uuid", vm.uuid());
    metadata();
    xml.open("memory").attribute("unit", "KiB").text((vm.memoryBytes() + 1023) / 1024).close();
    xml.text("vcpu", vm.vcpus());
    boot();
    features();
    if (!hardware.cpuMode().isEmpty()) {
      xml.open("cpu").attribute("mode", hardware.cpuMode()).close();
    }
    clock();
    xml.text("on_poweroff", "destroy").text("on_reboot", "restart").text("on_crash", "destroy");
    xml.open("devices");
    controllers();
    disks();
    nic();
    consoles();
    screen();
    odds();
    return XmlLayout.indented(xml.close().end());
  }

  private void metadata() {
    xml.open("metadata");
    xml.open("pilothouse:vm").attribute("xmlns:pilothouse", MetadataXml.NAMESPACE);
    xml.open("pilothouse:made").attribute("order", vm.order()).close();
    if (!vm.seed().isEmpty()) {
      xml.open("pilothouse:seed")
          .attribute("remove", vm.removeSeed() ? "after-first-boot" : "never")
          .text(vm.seed())
          .close();
    }
    xml.close();
    if (!vm.osId().isEmpty()) {
      xml.open("libosinfo:libosinfo").attribute("xmlns:libosinfo", MetadataXml.LIBOSINFO);
      xml.open("libosinfo:os").attribute("id", vm.osId()).close().close();
    }
    xml.close();
  }

  private void boot() {
    xml.open("os");
    if (hardware.uefi()) {
      xml.attribute("firmware", "efi");
    }
    xml.open("type").attribute("arch", hardware.arch());
    if (!hardware.machine().isEmpty()) {
      xml.attribute("machine", hardware.machine());
    }
    xml.text("hvm").close();
    if (hardware.secureBoot()) {
      xml.open("firmware");
      xml.open("feature").attribute("enabled", "yes").attribute("name", "secure-boot").close();
      xml.open("feature").attribute("enabled", "yes").attribute("name", "enrolled-keys").close();
      xml.close();
    }
    xml.close();
  }

  private void features() {
    xml.open("features").open("acpi").close();
    if (hardware.x86()) {
      xml.open("apic").close();
    }
    if (hardware.windows() && hardware.type().equals("kvm")) {
      xml.open("hyperv").attribute("mode", "custom");
      xml.open("relaxed").attribute("state", "on").close();
      xml.open("vapic").attribute("state", "on").close();
      xml.open("spinlocks").attribute("state", "on").attribute("retries", 8191).close();
      xml.close();
    }
    if (hardware.secureBoot()) {
      xml.open("smm").attribute("state", "on").close();
    }
    xml.close();
  }

  private void clock() {
    xml.open("clock").attribute("offset", hardware.windows() ? "localtime" : "utc");
    if (hardware.x86()) {
      timer("rtc", "tickpolicy", "catchup");
      timer("pit", "tickpolicy", "delay");
      timer("hpet", "present", "no");
      if (hardware.windows() && hardware.type().equals("kvm")) {
        timer("hypervclock", "present", "yes");
      }
    }
    xml.close();
  }

  private void timer(String name, String key, String value) {
    xml.open("timer").attribute("name", name).attribute(key, value).close();
  }

  private void controllers() {
    if (hardware.q35()) {
      controller("pci", "pcie-root");
      for (int i = 0; i < FREE_PORTS; i++) {
        controller("pci", "pcie-root-port");
      }
    }
    controller("usb", "qemu-xhci");
    xml.open("controller").attribute("type", "virtio-serial").close();
    if (vm.disks().stream().anyMatch(disk -> bus(disk.kind()).equals("scsi"))) {
      controller("scsi", "virtio-scsi");
    }
  }

  private void controller(String type, String model) {
    xml.open("controller").attribute("type", type).attribute("model", model).close();
  }

  private void disks() {
    int vd = 0;
    int sd = 0;
    int order = 1;
    for (NewDisk disk : vm.disks()) {
      boolean cd = disk.kind().medium();
      String bus = bus(disk.kind());
      xml.open("disk").attribute("type", type(disk.path()));
      xml.attribute("device", cd ? "cdrom" : "disk");
      xml.open("driver").attribute("name", "qemu").attribute("type", disk.format());
      if (!cd) {
        xml.attribute("discard", "unmap");
      }
      xml.close();
      String source = type(disk.path()).equals("block") ? "dev" : "file";
      xml.open("source").attribute(source, disk.path()).close();
      boolean onVirtio = bus.equals("virtio");
      String dev = (onVirtio ? "vd" : "sd") + (char) ('a' + (onVirtio ? vd++ : sd++));
      xml.open("target").attribute("dev", dev).attribute("bus", bus).close();
      if (cd) {
        xml.open("readonly").close();
      }
      if (!disk.path().equals(vm.seed())) {
        // An empty disk does not boot, so that its medium does; once installed it comes first.
        xml.open("boot").attribute("order", order++).close();
      }
      xml.close();
    }
  }

  /** Debian's cloud kernel has no driver for SATA; virtio's SCSI has a driver in all of them. */
  private String bus(Kind kind) {
    return switch (kind) {
      case DISK -> hardware.diskBus();
      case CDROM -> "sata";
      case SEED -> hardware.diskBus().equals("virtio") ? "scsi" : "sata";
    };
  }

  private static String type(String path) {
    return path.startsWith("/dev/") ? "block" : "file";
  }

  private void nic() {
    if (vm.network().isEmpty()) {
      return;
    }
    xml.open("interface").attribute("type", "network");
    xml.open("mac").attribute("address", vm.mac()).close();
    xml.open("source").attribute("network", vm.network()).close();
    xml.open("model").attribute("type", hardware.nicModel()).close();
    xml.close();
  }

  private void consoles() {
    xml.open("serial").attribute("type", "pty").close();
    xml.open("console").attribute("type", "pty").close();
    xml.open("channel").attribute("type", "unix");
    xml.open("target").attribute("type", "virtio").attribute("name", "org.qemu.guest_agent.0");
    xml.close().close();
  }

  private void screen() {
    if (hardware.video().isEmpty()) {
      return;
    }
    xml.open("input").attribute("type", "tablet").attribute("bus", "usb").close();
    if (hardware.vnc()) {
      xml.open("graphics").attribute("type", "vnc").attribute("autoport", "yes");
      xml.open("listen").attribute("type", "address").attribute("address", "127.0.0.1");
      xml.close().close();
    }
    xml.open("video").open("model").attribute("type", hardware.video()).close().close();
  }

  private void odds() {
    if (hardware.tpm()) {
      xml.open("tpm").attribute("model", "tpm-crb");
      xml.open("backend").attribute("type", "emulator").attribute("version", "2.0");
      xml.close().close();
    }
    xml.open("memballoon").attribute("model", "virtio").close();
    if (hardware.rng()) {
      xml.open("rng").attribute("model", "virtio");
      xml.open("backend").attribute("model", "random").text("/dev/urandom").close().close();
    }
  }
}
