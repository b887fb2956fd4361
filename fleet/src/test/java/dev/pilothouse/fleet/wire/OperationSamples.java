package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ConsoleOperation;
import dev.pilothouse.fleet.operation.CreationOperation;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.HostOperation;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.MigrationOperation;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.ReachOperation;
import dev.pilothouse.fleet.operation.SettingsOperation;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.operation.TrashOperation;
import dev.pilothouse.fleet.operation.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One of each operation, for the golden files. */
final class OperationSamples {
  private static final VmRef WEB =
      new VmRef("h1", UUID.fromString("11111111-1111-4111-8111-111111111111"));
  private static final MigrationOperation.Destination H2 =
      new MigrationOperation.Destination(
          "h2", new MigrationAddress("qemu+tls://h2/system", "tcp://192.0.2.2", Transport.TLS));
  private static final StreamOffer OFFER =
      new StreamOffer(List.of(new StreamOffer.Address("192.0.2.1", 2223)), "a1", "b2");
  private static final String MAC = "52:54:00:00:00:01";
  private static final StorageOperation.VolumeSpec DATA =
      new StorageOperation.VolumeSpec("default", "data.qcow2", "qcow2", 1073741824L, false);

  private OperationSamples() {}

  static List<Operation> all() {
    return List.of(
        new Operation.StartVm(WEB),
        new Operation.ShutdownVm(
            WEB, Duration.ofSeconds(90), Operation.ShutdownVm.AfterGrace.FORCE_OFF),
        new Operation.RebootVm(WEB),
        new Operation.ResetVm(WEB),
        new Operation.ForceOffVm(WEB),
        new Operation.PauseVm(WEB),
        new Operation.ResumeVm(WEB),
        new Operation.SetAutostart(WEB, true),
        new Operation.RenameVm(WEB, "old", "new"),
        new Operation.DeleteVm(WEB),
        new Operation.DefineVm("h1", "<domain/>"),
        new Operation.EditVm(WEB, "<domain/>", "<domain id='1'/>"),
        new Operation.ReadXml(WEB, true),
        new NetworkOperation.CreateNetwork(
            "h1",
            "lab",
            NetworkOperation.Mode.NAT,
            null,
            "192.168.50.1/24",
            "192.168.50.2-192.168.50.254",
            true),
        new NetworkOperation.StartNetwork("h1", "lab"),
        new NetworkOperation.StopNetwork("h1", "lab"),
        new NetworkOperation.DeleteNetwork("h1", "lab", true),
        new NetworkOperation.SetNetworkAutostart("h1", "lab", true),
        new StorageOperation.CreatePool(
            "h1", new StorageOperation.PoolSpec("nas", "netfs", "/mnt/nas", "nas:/vms"), true),
        new StorageOperation.StartPool("h1", "nas"),
        new StorageOperation.StopPool("h1", "nas"),
        new StorageOperation.RefreshPool("h1", "nas"),
        new StorageOperation.SetPoolAutostart("h1", "nas", true),
        new StorageOperation.DeletePool("h1", "nas"),
        new StorageOperation.CreateVolume("h1", DATA),
        new StorageOperation.DeleteVolume("h1", "default", "data.qcow2"),
        new DiskOperation.CreateDisk(WEB, DATA, DiskOperation.How.ANY),
        new DiskOperation.AttachDisk(
            WEB,
            "/images/data.qcow2",
            "qcow2",
            new DiskOperation.How("vdb", "virtio", true, "none", "native", 500, 1048576)),
        new DiskOperation.DetachDisk(WEB, "vdb", "/images/data.qcow2", Duration.ofSeconds(30)),
        new DiskOperation.GrowDisk(WEB, "vdb", "/images/data.qcow2", 2147483648L),
        new NicOperation.AddNic(WEB, MAC, "network:default", "virtio", true),
        new NicOperation.RemoveNic(
            WEB, MAC, "network:default", "virtio", false, Duration.ofSeconds(30)),
        new NicOperation.SetNic(
            WEB,
            MAC,
            new NicOperation.Values("network:default", null),
            new NicOperation.Values("bridge:br0", null)),
        new NicOperation.SetNicLink(WEB, MAC, false),
        new DiskOperation.MoveDisk(
            WEB,
            "vdb",
            "/images/data.qcow2",
            "default",
            "fast",
            "web.qcow2",
            "qcow2",
            true,
            104857600L),
        new SettingsOperation.SetVm(
            WEB,
            new SettingsOperation.Values(
                2, null, null, null, "", null, List.of("old"), List.of("db"), null, false),
            new SettingsOperation.Values(
                4,
                8,
                1L << 31,
                1L << 32,
                "Web",
                "a\nb",
                List.of("db"),
                List.of("old"),
                List.of("cdrom", "disk"),
                true)),
        new SettingsOperation.SetDisk(
            WEB,
            "vda",
            new DiskTuning("", null, 0L, null),
            new DiskTuning("none", null, 500L, null)),
        new SettingsOperation.ChangeMedium(WEB, "sda", "", "/iso/debian.iso"),
        new SnapshotOperation.ListSnapshots(WEB),
        new SnapshotOperation.CreateSnapshot(
            WEB, "s1", "before", SnapshotOperation.CreateSnapshot.Content.DISKS, true, true),
        new SnapshotOperation.RevertSnapshot(WEB, "s1", true),
        new SnapshotOperation.DeleteSnapshot(WEB, "s1", false),
        new CreationOperation.CreateVm(
            "h1",
            new VmSpec(
                "web01",
                2,
                2147483648L,
                new VmSpec.RootDisk.OfImage("/var/lib/debian-12.qcow2", 21474836480L, false),
                "default",
                "default",
                "debian12",
                VmSpec.Firmware.AUTO,
                new VmSpec.CloudInit(
                    "ada",
                    List.of("ssh-ed25519 AAAA ada"),
                    "$6$salt$hash",
                    "web01",
                    new VmSpec.StaticAddress("192.0.2.7/24", "192.0.2.1", List.of("192.0.2.1")),
                    ""),
                false,
                true)),
        new CreationOperation.CloneVm(WEB, "web02", ""),
        new CreationOperation.PreviewVm(
            "h1",
            new VmSpec(
                "win01",
                4,
                4294967296L,
                new VmSpec.RootDisk.Empty(68719476736L, "/var/lib/setup.iso"),
                "default",
                "",
                "win11",
                VmSpec.Firmware.UEFI,
                null,
                true,
                false)),
        new MigrationOperation.MigrateVm(
            WEB,
            H2,
            new MigrationOptions(
                209715200L, Duration.ofMillis(300), true, true, true, false, Duration.ofHours(1)),
            new MigrationPlan.Basis(
                MigrationPlan.State.RUNNING,
                1073741824L,
                List.of("vda=/images/web.qcow2"),
                List.of(),
                "digest"),
            new MigrationAddress("qemu+tls://h1/system", "", Transport.TLS),
            "17"),
        new MigrationOperation.PlanMigration(WEB, H2, MigrationOptions.standard()),
        new MigrationOperation.SetMigration(WEB, 52428800L, Duration.ofMillis(500)),
        new MigrationOperation.StartPostCopy(WEB),
        new ReachOperation.OpenDisplay(WEB, ReachOperation.Display.SPICE, OFFER),
        new ReachOperation.OpenPort(WEB, 22, OFFER),
        new HostOperation.SetMaintenance("h1", true),
        new TrashOperation.TrashVm(WEB),
        new TrashOperation.RestoreVm(WEB),
        new TrashOperation.PurgeVm(WEB),
        new ImageOperation.AddImage(
            "h1",
            "debian-12",
            new ImageOperation.Source.FromUrl("https://example.org/d.qcow2", "https://e.org/SUMS"),
            "Debian 12",
            "x86_64",
            false),
        new ImageOperation.RemoveImage("h1", "debian-12"),
        new MakeImage(WEB, "golden", "vda", Duration.ofMinutes(2), true),
        new ConsoleOperation.OpenConsole(
            WEB,
            ConsoleOperation.Face.SERIAL,
            true,
            new ConsoleOperation.Mark("9f3a", 65536),
            new StreamOffer(
                List.of(new StreamOffer.Address("10.0.0.5", 7070)), "pin", "the token")));
  }
}
