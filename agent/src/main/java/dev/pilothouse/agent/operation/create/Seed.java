package dev.pilothouse.agent.operation.create;

import dev.pilothouse.fleet.operation.VmSpec.CloudInit;
import dev.pilothouse.fleet.operation.VmSpec.StaticAddress;
import dev.pilothouse.fleet.wire.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of cloud-init's NoCloud data source.
 *
 * @see <a
 *     href="https://docs.cloud-init.io/en/latest/reference/datasources/nocloud.html">NoCloud</a>
 */
final class Seed {
  private Seed() {}

  /**
   * Names and contents.
   *
   * @param instance changes when cloud-init should take the guest for a new one
   * @param mac of the NIC to configure; empty without one
   */
  static Map<String, String> files(CloudInit wanted, String vm, String instance, String mac) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("user-data", wanted.userData().isEmpty() ? userData(wanted) : wanted.userData());
    files.put("meta-data", metaData(wanted, vm, instance));
    if (!mac.isEmpty()) {
      files.put("network-config", networkConfig(wanted, mac));
    }
    return files;
  }

  private static String userData(CloudInit wanted) {
    Map<String, Object> data = new LinkedHashMap<>();
    boolean password = !wanted.passwordHash().isEmpty();
    if (!wanted.user().isEmpty()) {
      Map<String, Object> user = new LinkedHashMap<>();
      user.put("name", wanted.user());
      user.put("sudo", "ALL=(ALL) NOPASSWD:ALL");
      user.put("lock_passwd", !password);
      if (password) {
        user.put("passwd", wanted.passwordHash());
      }
      user.put("ssh_authorized_keys", wanted.sshKeys());
      data.put("users", List.of(user));
    } else {
      data.put("ssh_authorized_keys", wanted.sshKeys());
      if (password) {
        data.put("password", wanted.passwordHash());
        data.put("chpasswd", Map.of("expire", false));
      }
    }
    return "#cloud-config\n" + new Documents().yaml(data);
  }

  private static String metaData(CloudInit wanted, String vm, String instance) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("instance-id", instance);
    data.put("local-hostname", wanted.hostname().isEmpty() ? vm : wanted.hostname());
    return new Documents().yaml(data);
  }

  /** Version 2, which netplan, cloud-init's own renderers and NetworkManager's all take. */
  private static String networkConfig(CloudInit wanted, String mac) {
    Map<String, Object> nic = new LinkedHashMap<>();
    nic.put("match", Map.of("macaddress", mac));
    StaticAddress address = wanted.address();
    if (address == null) {
      nic.put("dhcp4", true);
    } else {
      nic.put("addresses", List.of(address.address()));
      if (!address.gateway().isEmpty()) {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("to", address.gateway().contains(":") ? "::/0" : "0.0.0.0/0");
        route.put("via", address.gateway());
        nic.put("routes", new ArrayList<>(List.of(route)));
      }
      if (!address.nameservers().isEmpty()) {
        nic.put("nameservers", Map.of("addresses", address.nameservers()));
      }
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", 2);
    data.put("ethernets", Map.of("nic0", nic));
    return new Documents().yaml(data);
  }
}
