package dev.pilothouse.agent.hypervisor.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.DomainSnapshotPointer;
import org.libvirt.jna.Libvirt;
import org.libvirt.jna.NetworkPointer;
import org.libvirt.jna.StoragePoolPointer;
import org.libvirt.jna.StreamPointer;

/**
 * libvirt.so as libvirt-java declares it, and what libvirt-java 0.5.4 lacks. Names, arguments and
 * results are those of libvirt's headers. Loaded with UTF-8 whatever the locale is, because
 * libvirt's strings are UTF-8 always.
 */
interface LibvirtApi extends Libvirt {
  LibvirtApi LIBVIRT =
      Native.load("virt", LibvirtApi.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

  int virGetLastErrorCode();

  int virGetLastErrorDomain();

  @Nullable String virGetLastErrorMessage();

  /** Fills in an array of domain pointers, to be freed with its domains. */
  int virConnectListAllDomains(ConnectionPointer c, PointerByReference domains, int flags);

  int virConnectGetAllDomainStats(
      ConnectionPointer c, int stats, PointerByReference records, int flags);

  void virDomainStatsRecordListFree(Pointer records);

  @Nullable DomainPointer virDomainDefineXMLFlags(ConnectionPointer c, String xml, int flags);

  int virDomainSetMemoryFlags(DomainPointer d, NativeLong kib, int flags);

  int virDomainListAllSnapshots(DomainPointer d, PointerByReference snapshots, int flags);

  int virDomainSnapshotIsCurrent(DomainSnapshotPointer s, int flags);

  int virDomainBlockCopy(
      DomainPointer d, String disk, String xml, Pointer params, int count, int flags);

  int virDomainSetBlockIoTune(DomainPointer d, String disk, Pointer params, int count, int flags);

  int virDomainMigrateToURI3(DomainPointer d, String uri, Pointer params, int count, int flags);

  int virDomainMigrateSetMaxSpeed(DomainPointer d, NativeLong mebibytes, int flags);

  int virDomainMigrateStartPostCopy(DomainPointer d, int flags);

  int virDomainStartDirtyRateCalc(DomainPointer d, int seconds, int flags);

  /**
   * @param domains an array that ends with NULL
   */
  int virDomainListGetStats(Pointer domains, int stats, PointerByReference records, int flags);

  int virConnectCompareHypervisorCPU(
      ConnectionPointer c,
      @Nullable String emulator,
      @Nullable String arch,
      @Nullable String machine,
      String type,
      String cpu,
      int flags);

  int virDomainOpenConsole(DomainPointer d, @Nullable String device, StreamPointer s, int flags);

  int virDomainOpenGraphicsFD(DomainPointer d, int index, int flags);

  int virDomainGetControlInfo(DomainPointer d, Pointer info, int flags);

  int virDomainRename(DomainPointer d, String name, int flags);

  int virDomainGetState(DomainPointer d, IntByReference state, IntByReference reason, int flags);

  int virDomainGetGuestInfo(
      DomainPointer d, int types, PointerByReference params, IntByReference count, int flags);

  int virDomainAgentSetResponseTimeout(DomainPointer d, int seconds, int flags);

  void virDomainInterfaceFree(Pointer nic);

  int virConnectListAllStoragePools(ConnectionPointer c, PointerByReference pools, int flags);

  int virStoragePoolListAllVolumes(StoragePoolPointer p, PointerByReference volumes, int flags);

  int virConnectListAllNetworks(ConnectionPointer c, PointerByReference networks, int flags);

  int virNetworkGetDHCPLeases(
      NetworkPointer n, @Nullable String mac, PointerByReference leases, int flags);

  void virNetworkDHCPLeaseFree(Pointer lease);

  int virNodeGetMemoryStats(
      ConnectionPointer c, int cell, @Nullable Pointer params, IntByReference count, int flags);

  @Nullable CString virConnectGetDomainCapabilities(
      ConnectionPointer c,
      @Nullable String emulator,
      @Nullable String arch,
      @Nullable String machine,
      String type,
      int flags);

  /** VIR_DOMAIN_EVENT_ID_LIFECYCLE. */
  interface LifecycleCallback extends VirDomainEventCallback {
    int callback(Pointer conn, Pointer domain, int event, int detail, @Nullable Pointer opaque);
  }

  /** VIR_DOMAIN_EVENT_ID_REBOOT. */
  interface PlainCallback extends VirDomainEventCallback {
    void callback(Pointer conn, Pointer domain, @Nullable Pointer opaque);
  }

  /** VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE. */
  interface NumberCallback extends VirDomainEventCallback {
    void callback(Pointer conn, Pointer domain, long number, @Nullable Pointer opaque);
  }

  /** VIR_DOMAIN_EVENT_ID_DEVICE_ADDED and _REMOVED. */
  interface TextCallback extends VirDomainEventCallback {
    void callback(Pointer conn, Pointer domain, @Nullable Pointer text, @Nullable Pointer opaque);
  }

  /** VIR_DOMAIN_EVENT_ID_METADATA_CHANGE. */
  interface MetadataCallback extends VirDomainEventCallback {
    void callback(
        Pointer conn,
        Pointer domain,
        int type,
        @Nullable Pointer namespace,
        @Nullable Pointer opaque);
  }

  /** VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE. */
  interface AgentCallback extends VirDomainEventCallback {
    void callback(Pointer conn, Pointer domain, int state, int reason, @Nullable Pointer opaque);
  }
}
