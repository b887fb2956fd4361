package dev.pilothouse.fleet.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Test data: VMs that are complete but for what a test says. */
public final class Vms {
  private static final long GIB = 1L << 30;

  private Vms() {}

  /** A shut-off VM; its UUID follows from host and name. */
  public static Builder vm(String host, String name) {
    return new Builder(host, name);
  }

  public static VmRef ref(String host, String name) {
    return new VmRef(
        host, UUID.nameUUIDFromBytes((host + "/" + name).getBytes(StandardCharsets.UTF_8)));
  }

  /** A host that is well. */
  public static HostFacts facts() {
    return new HostFacts(
        "qemu:///system",
        "x86_64",
        8,
        32 * GIB,
        20 * GIB,
        0.5,
        "9.0.0",
        "QEMU 7.2.22",
        "0.1",
        true);
  }

  /** A host that VMs can migrate to. */
  public static HostTerms terms(String host) {
    return new HostTerms(
        new HostTerms.MigrationAddress(
            "qemu+tls://" + host + "/system", "", HostTerms.Transport.TLS),
        1.0,
        null);
  }

  /** The same VM as another host shows it. */
  public static Vm at(String host, Vm vm) {
    return VmCopy.of(vm).host(host).build();
  }

  /** A host whose libvirt is away. */
  public static HostFacts factsWithoutLibvirt() {
    return new HostFacts(
        "qemu:///system",
        "x86_64",
        8,
        32 * GIB,
        20 * GIB,
        0.5,
        "9.0.0",
        "QEMU 7.2.22",
        "0.1",
        false);
  }

  /** A pool with a base image, an overlay on it and an installation medium, and a NAT network. */
  public static Inventory inventory() {
    String folder = "/var/lib/libvirt/images/";
    return new Inventory(
        List.of(
            new Pool(
                "default",
                new UUID(0, 1),
                "dir",
                "/var/lib/libvirt/images",
                true,
                true,
                true,
                100 * GIB,
                40 * GIB,
                60 * GIB,
                List.of(
                    new Volume("base.qcow2", folder + "base.qcow2", "qcow2", 2 * GIB, GIB, ""),
                    new Volume(
                        "web01.qcow2",
                        folder + "web01.qcow2",
                        "qcow2",
                        20 * GIB,
                        GIB,
                        folder + "base.qcow2"),
                    new Volume("setup.iso", folder + "setup.iso", "iso", GIB, GIB, "")))),
        List.of(
            new VirtualNetwork(
                "default",
                new UUID(0, 2),
                "virbr0",
                "nat",
                true,
                true,
                true,
                List.of("192.168.122.1/24"),
                List.of(
                    new Lease(
                        "52:54:00:00:00:01",
                        "192.168.122.7",
                        "web01",
                        Instant.parse("2026-11-23T07:30:00Z"))))),
        List.of(image("h1", "base", folder + "base.qcow2")),
        List.of());
  }

  /** An image that came from an address. */
  public static Image image(String host, String name, String path) {
    return new Image(
        host,
        name,
        Image.Kind.DISK,
        "Debian 12",
        "x86_64",
        "qcow2",
        2 * GIB,
        GIB,
        path,
        "ab".repeat(32),
        "https://example.org/" + name + ".qcow2",
        null,
        "",
        Instant.parse("2026-11-23T06:00:00Z"),
        "ada");
  }

  /** Builds one VM. */
  public static final class Builder {
    private final VmRef ref;
    private final String name;
    private VmState state = VmState.SHUT_OFF;
    private String reason = "unknown";
    private int vcpus = 2;
    private long memoryBytes = 2 * GIB;
    private double cpuPercent = -1;
    private @Nullable Instant startedAt;
    private boolean autostart;
    private String title = "";
    private String description = "";
    private List<String> tags = List.of();
    private List<Disk> disks = List.of();
    private List<Nic> nics = List.of();
    private GuestOs os = GuestOs.unknown("not inspected");
    private int maxVcpus;
    private boolean deleteProtection;
    private @Nullable List<Nic> definedNics;
    private @Nullable VmNeeds needs;

    private Builder(String host, String name) {
      this.ref = ref(host, name);
      this.name = name;
    }

    public Builder state(VmState now, String why) {
      state = now;
      reason = why;
      return this;
    }

    public Builder running(Instant since) {
      startedAt = since;
      return state(VmState.RUNNING, "booted");
    }

    public Builder vcpus(int count) {
      vcpus = count;
      return this;
    }

    public Builder memoryBytes(long bytes) {
      memoryBytes = bytes;
      return this;
    }

    public Builder cpuPercent(double percent) {
      cpuPercent = percent;
      return this;
    }

    public Builder autostart() {
      autostart = true;
      return this;
    }

    public Builder title(String text) {
      title = text;
      return this;
    }

    public Builder description(String text) {
      description = text;
      return this;
    }

    public Builder tags(String... words) {
      tags = List.of(words);
      return this;
    }

    public Builder disks(Disk... of) {
      disks = List.of(of);
      return this;
    }

    public Builder nics(Nic... of) {
      nics = List.of(of);
      return this;
    }

    public Builder os(GuestOs what) {
      os = what;
      return this;
    }

    /** At its next start. */
    public Builder maxVcpus(int count) {
      maxVcpus = count;
      return this;
    }

    public Builder deleteProtection() {
      deleteProtection = true;
      return this;
    }

    /** Its interfaces at its next start. */
    public Builder defined(List<Nic> later) {
      definedNics = later;
      return this;
    }

    public Builder needs(VmNeeds what) {
      needs = what;
      return this;
    }

    public Vm build() {
      return new Vm(
          ref,
          name,
          state,
          reason,
          vcpus,
          memoryBytes,
          memoryBytes,
          cpuPercent,
          startedAt,
          autostart,
          true,
          title,
          description,
          tags,
          disks,
          nics,
          os,
          vcpus,
          new VmSettings(
              vcpus,
              maxVcpus == 0 ? vcpus : maxVcpus,
              memoryBytes,
              memoryBytes,
              title,
              description,
              tags,
              List.of("disk"),
              deleteProtection,
              definedNics),
          needs);
    }
  }
}
