package dev.pilothouse.agent.operation.create;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operating system expects of its hardware, and what libosinfo calls it. */
enum OsFamily {
  LINUX,
  WINDOWS,
  /** Windows from 11 on, which demands UEFI and a TPM. */
  WINDOWS_WITH_TPM;

  private static final Pattern SHORT_ID = Pattern.compile("([a-z]+(?:-[a-z]+)?)([0-9][0-9a-z.]*)?");
  private static final Map<String, String> VENDORS =
      Map.ofEntries(
          Map.entry("debian", "http://debian.org/debian"),
          Map.entry("ubuntu", "http://ubuntu.com/ubuntu"),
          Map.entry("fedora", "http://fedoraproject.org/fedora"),
          Map.entry("rocky", "http://rockylinux.org/rocky"),
          Map.entry("almalinux", "http://almalinux.org/almalinux"),
          Map.entry("centos-stream", "http://centos.org/centos-stream"),
          Map.entry("rhel", "http://redhat.com/rhel"),
          Map.entry("opensuse", "http://opensuse.org/opensuse"),
          Map.entry("alpinelinux", "http://alpinelinux.org/alpinelinux"),
          Map.entry("alpine", "http://alpinelinux.org/alpinelinux"),
          Map.entry("freebsd", "http://freebsd.org/freebsd"),
          Map.entry("win", "http://microsoft.com/win"));

  static OsFamily of(String shortId) {
    if (!shortId.startsWith("win")) {
      return LINUX;
    }
    return shortId.matches("win(11|1[2-9]|2k25).*") ? WINDOWS_WITH_TPM : WINDOWS;
  }

  boolean windows() {
    return this != LINUX;
  }

  /** libosinfo's id for {@code debian12}; empty for what is not known. */
  static String libosinfoId(String shortId) {
    Matcher matcher = SHORT_ID.matcher(shortId);
    String vendor = matcher.matches() ? VENDORS.get(matcher.group(1)) : null;
    if (vendor == null) {
      return "";
    }
    return matcher.group(2) == null ? vendor + "/unknown" : vendor + "/" + matcher.group(2);
  }
}
