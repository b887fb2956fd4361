package dev.pilothouse.fleet.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same VM, but for what is said. */
public final class VmCopy {
  private final Vm vm;
  private String host;
  private String name;
  private VmState state;
  private String reason;
  private @Nullable Instant startedAt;
  private boolean autostart;
  private List<Disk> disks;
  private List<Nic> nics;
  private @Nullable VmSettings settings;

  private VmCopy(Vm vm) {
    this.vm = vm;
    this.host = vm.host();
    this.name = vm.name();
    this.state = vm.state();
    this.reason = vm.reason();
    this.startedAt = vm.startedAt();
    this.autostart = vm.autostart();
    this.disks = vm.disks();
    this.nics = vm.nics();
  }

  public static VmCopy of(Vm vm) {
    return new VmCopy(vm);
  }

  public VmCopy host(String other) {
    host = other;
    return this;
  }

  public VmCopy name(String other) {
    name = other;
    return this;
  }

  public VmCopy state(VmState other, String why) {
    state = other;
    reason = why;
    return this;
  }

  public VmCopy startedAt(@Nullable Instant at) {
    startedAt = at;
    return this;
  }

  public VmCopy autostart(boolean on) {
    autostart = on;
    return this;
  }

  public VmCopy disks(List<Disk> others) {
    disks = others;
    return this;
  }

  public VmCopy nics(List<Nic> others) {
    nics = others;
    return this;
  }

  /** What it is defined as, and runs with at once. */
  public VmCopy settings(VmSettings others) {
    settings = others;
    return this;
  }

  public Vm build() {
    VmSettings now = settings == null ? vm.settings() : settings;
    return new Vm(
        new VmRef(host, vm.ref().uuid()),
        name,
        state,
        reason,
        settings == null ? vm.vcpus() : now.vcpus(),
        settings == null ? vm.memoryBytes() : now.memoryBytes(),
        settings == null ? vm.maxMemoryBytes() : now.maxMemoryBytes(),
        vm.cpuPercent(),
        startedAt,
        autostart,
        vm.persistent(),
        settings == null ? vm.title() : now.title(),
        settings == null ? vm.description() : now.description(),
        settings == null ? vm.tags() : now.tags(),
        disks,
        nics,
        vm.os(),
        settings == null ? vm.maxVcpus() : Integer.valueOf(now.maxVcpus()),
        settings == null ? vm.defined() : settings,
        vm.needs());
  }
}
