package dev.pilothouse.agent.xml;

import java.util.Locale;
import java.util.Map;

/**
 * Names of operating systems for people. libosinfo's ids end in {@code family/version} ({@code
 * http://debian.org/debian/12}), and os-release's ID and VERSION_ID say the same, so one table
 * serves both and no copy of a database is needed.
 */
public final class OsName {
  private static final Map<String, String> FAMILIES =
      Map.ofEntries(
          Map.entry("almalinux", "AlmaLinux"),
          Map.entry("alpine", "Alpine"),
          Map.entry("alpinelinux", "Alpine"),
          Map.entry("amzn", "Amazon Linux"),
          Map.entry("arch", "Arch Linux"),
          Map.entry("archlinux", "Arch Linux"),
          Map.entry("centos", "CentOS"),
          Map.entry("centos-stream", "CentOS Stream"),
          Map.entry("freebsd", "FreeBSD"),
          Map.entry("netbsd", "NetBSD"),
          Map.entry("nixos", "NixOS"),
          Map.entry("ol", "Oracle Linux"),
          Map.entry("openbsd", "OpenBSD"),
          Map.entry("opensuse", "openSUSE"),
          Map.entry("opensuse-leap", "openSUSE Leap"),
          Map.entry("rhel", "RHEL"),
          Map.entry("rocky", "Rocky Linux"),
          Map.entry("sles", "SLES"),
          Map.entry("win", "Windows"));

  private OsName() {}

  /** The name for libosinfo's id; empty for an empty id. */
  public static String ofLibosinfo(String id) {
    String[] path = id.strip().split("/");
    return switch (path.length) {
      case 0 -> "";
      case 1 -> of(path[0], "");
      default -> of(path[path.length - 2], path[path.length - 1]);
    };
  }

  /** The name for a family such as {@code debian} and a version such as {@code 12}. */
  public static String of(String family, String version) {
    String name = FAMILIES.getOrDefault(family.toLowerCase(Locale.ROOT), capital(family));
    if (name.equals("Windows") && version.startsWith("2k")) {
      name = "Windows Server";
      version = "20" + version.substring(2);
    }
    return version.isEmpty() || version.equals("rolling") ? name : name + " " + version;
  }

  private static String capital(String word) {
    return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
