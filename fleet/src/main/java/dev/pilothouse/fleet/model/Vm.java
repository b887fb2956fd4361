package dev.pilothouse.fleet.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VM as its agent last saw it. Every text in it comes from outside and may hold anything that
 * libvirt accepts: escape it with {@link Visible} wherever it is shown.
 *
 * @param reason why it is in {@code state}, in libvirt's words such as {@code booted} or {@code
 *     destroyed}
 * @param vcpus virtual CPUs now
 * @param memoryBytes memory now
 * @param cpuPercent of all its vCPUs together, 0 to 100 x vcpus; negative when not sampled
 * @param startedAt when the hypervisor process started; null when not active or unknown
 * @param persistent false for a transient domain, which vanishes when it stops
 * @param maxVcpus how many virtual CPUs it has sockets for now; null when its agent does not say
 * @param defined what it starts with next time; null for a transient VM, and when its agent does
 *     not say
 * @param needs what it asks of a host beside room; null when its agent does not say
 */
public record Vm(
    VmRef ref,
    String name,
    VmState state,
    String reason,
    int vcpus,
    long memoryBytes,
    long maxMemoryBytes,
    double cpuPercent,
    @Nullable Instant startedAt,
    boolean autostart,
    boolean persistent,
    String title,
    String description,
    List<String> tags,
    List<Disk> disks,
    List<Nic> nics,
    GuestOs os,
    @Nullable Integer maxVcpus,
    @Nullable VmSettings defined,
    @Nullable VmNeeds needs) {
  /** The reason of a VM that migrates here and does not run here yet. */
  public static final String ARRIVING = "migrating in";

  public Vm {
    tags = List.copyOf(tags);
    disks = List.copyOf(disks);
    nics = List.copyOf(nics);
  }

  /** One of whose definition nothing more is known. */
  public Vm(
      VmRef ref,
      String name,
      VmState state,
      String reason,
      int vcpus,
      long memoryBytes,
      long maxMemoryBytes,
      double cpuPercent,
      @Nullable Instant startedAt,
      boolean autostart,
      boolean persistent,
      String title,
      String description,
      List<String> tags,
      List<Disk> disks,
      List<Nic> nics,
      GuestOs os) {
    this(
        ref,
        name,
        state,
        reason,
        vcpus,
        memoryBytes,
        maxMemoryBytes,
        cpuPercent,
        startedAt,
        autostart,
        persistent,
        title,
        description,
        tags,
        disks,
        nics,
        os,
        null,
        null,
        null);
  }

  public String host() {
    return ref.host();
  }

  /**
   * Whether this is what is being built up by a migration from another host: no VM of its own yet,
   * and none afterwards if the migration fails.
   */
  public boolean arriving() {
    return state == VmState.PAUSED && reason.equals(ARRIVING);
  }

  /** What it is defined as, or what it runs with when that is all that is known. */
  public VmSettings settings() {
    return defined != null
        ? defined
        : new VmSettings(
            vcpus,
            maxVcpus == null ? vcpus : maxVcpus,
            memoryBytes,
            maxMemoryBytes,
            title,
            description,
            tags,
            List.of(),
            false);
  }

  /** Whether its deletion is refused. */
  public boolean deleteProtection() {
    return defined != null && defined.deleteProtection();
  }

  public Vm withCpuPercent(double percent) {
    return learned(percent, nics, os);
  }

  /** With what is known of its guest. */
  Vm withGuest(GuestOs guest, List<Nic> addressed) {
    return learned(cpuPercent, addressed, guest);
  }

  /** The same definition in the same state, of which something else is known. */
  private Vm learned(double percent, List<Nic> addressed, GuestOs guest) {
    return new Vm(
        ref,
        name,
        state,
        reason,
        vcpus,
        memoryBytes,
        maxMemoryBytes,
        percent,
        startedAt,
        autostart,
        persistent,
        title,
        description,
        tags,
        disks,
        addressed,
        guest,
        maxVcpus,
        defined,
        needs);
  }
}
