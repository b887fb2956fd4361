package dev.pilothouse.fleet.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VM to be made: what a person chooses. What a host adds of itself (machine, buses, firmware's
 * files) is the agent's business.
 *
 * @param pool where its disk and its seed are made
 * @param network the virtual network of its only NIC; empty for a VM without one
 * @param os libosinfo's short id such as {@code debian12} or {@code win11}; empty when not known
 * @param cloudInit what its first boot is told; null for nothing
 * @param keepSeed whether the seed stays after the first orderly shutdown
 * @param start whether it is started at once
 */
public record VmSpec(
    String name,
    int vcpus,
    long memoryBytes,
    RootDisk disk,
    String pool,
    String network,
    String os,
    Firmware firmware,
    @Nullable CloudInit cloudInit,
    boolean keepSeed,
    boolean start) {

  /** With a word where secrets stood. */
  VmSpec withoutSecrets() {
    CloudInit told = cloudInit == null ? null : cloudInit.withoutSecrets();
    return new VmSpec(
        name, vcpus, memoryBytes, disk, pool, network, os, firmware, told, keepSeed, start);
  }

  /** What it boots from. */
  public sealed interface RootDisk {
    /**
     * A clone of an image.
     *
     * @param image the path of a volume in an active pool of the host
     * @param bytes the disk's size; 0 for the image's own
     * @param full a copy that needs the image no more, rather than an overlay on it
     */
    record OfImage(String image, long bytes, boolean full) implements RootDisk {}

    /**
     * An empty disk, and a medium to install from.
     *
     * @param iso the path of a volume in an active pool of the host
     */
    record Empty(long bytes, String iso) implements RootDisk {}

    /** A disk that is there already, used as it is. */
    record Existing(String path) implements RootDisk {}
  }

  /** How it boots. */
  public enum Firmware {
    /** What fits the operating system. */
    AUTO,
    BIOS,
    UEFI
  }

  /**
   * What cloud-init finds at the first boot, in its NoCloud format.
   *
   * @param user made, with sudo; empty for the image's own
   * @param sshKeys lines as in authorized_keys
   * @param passwordHash as crypt(3) makes it; empty for no password
   * @param hostname empty for the VM's name
   * @param address null for DHCP
   * @param userData a whole user-data file in place of the one that follows from the rest; empty
   *     without one
   */
  public record CloudInit(
      String user,
      List<String> sshKeys,
      String passwordHash,
      String hostname,
      @Nullable StaticAddress address,
      String userData) {
    public CloudInit {
      sshKeys = List.copyOf(sshKeys);
    }

    private CloudInit withoutSecrets() {
      return new CloudInit(
          user, sshKeys, hidden(passwordHash), hostname, address, hidden(userData));
    }

    private static String hidden(String secret) {
      return secret.isEmpty() ? "" : "(not kept)";
    }
  }

  /**
   * An address that no DHCP server gives out.
   *
   * @param address with the length of its prefix, such as {@code 192.0.2.7/24}
   * @param gateway empty for none
   */
  public record StaticAddress(String address, String gateway, List<String> nameservers) {
    public StaticAddress {
      nameservers = List.copyOf(nameservers);
    }
  }
}
