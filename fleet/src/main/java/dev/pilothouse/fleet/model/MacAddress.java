package dev.pilothouse.fleet.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** MAC addresses of guests, as libvirt writes them: lower case, with colons. */
public final class MacAddress {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

  private MacAddress() {}

  /**
   * A MAC address as people write it, with colons or hyphens.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static String parse(String text) {
    String mac = text.strip().toLowerCase(Locale.ROOT).replace('-', ':');
    if (!FORM.matcher(mac).matches()) {
      throw new IllegalArgumentException(
          "A MAC address is six pairs of hex digits such as 52:54:00:12:34:56.");
    }
    // The lowest bit of the first byte marks groups, which no interface can be.
    if ((Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0 || mac.equals("00:00:00:00:00:00")) {
      throw new IllegalArgumentException(
          "This MAC address cannot be an interface's; take one that begins with 52:54:00.");
    }
    return mac;
  }

  /** One of QEMU's own range that none of {@code hosts} is known to use. */
  public static String free(Fleet fleet, Collection<String> hosts, RandomGenerator random) {
    while (true) {
      int low = random.nextInt(1 << 24);
      String mac =
          String.format(
              Locale.ROOT, "52:54:00:%02x:%02x:%02x", low >> 16, low >> 8 & 0xff, low & 0xff);
      if (hosts.stream().allMatch(host -> user(fleet, host, mac).isEmpty())) {
        return mac;
      }
    }
  }

  /** A VM on the host that has it, now or from its next start on. */
  public static Optional<Vm> user(Fleet fleet, String host, String mac) {
    return fleet.vms(host).stream().filter(vm -> has(vm, mac)).findFirst();
  }

  public static boolean has(Vm vm, String mac) {
    return VmNic.of(vm).stream().anyMatch(nic -> nic.shown().mac().equals(mac));
  }
}
