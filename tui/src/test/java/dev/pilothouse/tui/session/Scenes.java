package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.vm;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.GuestOs;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Fleets to paint. */
final class Scenes {
  private static final long GIB = 1L << 30;

  private Scenes() {}

  /** Three hosts, one of them silent; a dozen VMs of all kinds, names in two scripts. */
  static Stage small(int columns, int rows) {
    List<Vm> h1 = new ArrayList<>();
    h1.add(running("h1", "web01", 12.4, "10.0.0.11").build());
    h1.add(running("h1", "web2", 3.0, "10.0.0.12").build());
    h1.add(running("h1", "web10", 0.4, "10.0.0.20").build());
    h1.add(
        vm("h1", "db-primary")
            .running(Stage.NOW.minus(Duration.ofDays(40)))
            .cpuPercent(187)
            .vcpus(8)
            .memoryBytes(16 * GIB)
            .autostart()
            .tags("db", "prod")
            .title("Primary database")
            .disks(
                new Disk(
                    "vda", "virtio", "disk", "/var/lib/libvirt/images/db.qcow2", "qcow2", false),
                new Disk("sda", "sata", "cdrom", "", "raw", true))
            .nics(
                new Nic(
                    "52:54:00:aa:bb:cc",
                    "virtio",
                    "network:default",
                    List.of(
                        new IpAddress("fe80::5054:ff:feaa:bbcc", IpAddress.Source.AGENT),
                        new IpAddress("10.0.0.5", IpAddress.Source.AGENT))))
            .os(new GuestOs("Debian 12", "agent"))
            .build());
    h1.add(vm("h1", "build").state(VmState.PAUSED, "user").build());
    List<Vm> h2 = new ArrayList<>();
    h2.add(running("h2", "mail", 1.0, "10.0.1.7").build());
    h2.add(vm("h2", "中文服务器").running(Stage.NOW.minusSeconds(90)).cpuPercent(5).build());
    h2.add(vm("h2", "old-crm").state(VmState.CRASHED, "panicked").build());
    h2.add(vm("h2", "evil\u009b31m\u202e\r").build());
    List<Vm> h3 = new ArrayList<>();
    h3.add(running("h3", "cache", 44, "10.0.2.9").build());
    h3.add(vm("h3", "standby").build());
    return new Stage(columns, rows)
        .fleet(
            new FleetEvent.HostReported("h1", Vms.facts(), Stage.NOW),
            new FleetEvent.HostReported("h2", Vms.facts(), Stage.NOW),
            new FleetEvent.HostReported("h3", Vms.facts(), Stage.NOW.minusSeconds(17)),
            new FleetEvent.VmsListed("h1", h1),
            new FleetEvent.VmsListed("h2", h2),
            new FleetEvent.VmsListed("h3", h3),
            new FleetEvent.PresenceChanged("h3", Presence.STALE));
  }

  private static Vms.Builder running(String host, String name, double cpu, String ip) {
    return vm(host, name)
        .running(Stage.NOW.minus(Duration.ofHours(3)))
        .cpuPercent(cpu)
        .os(new GuestOs("Debian 12", "agent"))
        .nics(
            new Nic(
                "52:54:00:00:00:01",
                "virtio",
                "network:default",
                List.of(new IpAddress(ip, IpAddress.Source.LEASE))));
  }
}
