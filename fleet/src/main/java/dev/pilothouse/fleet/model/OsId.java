package dev.pilothouse.fleet.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** libosinfo's short ids, such as {@code debian12}, out of what people write. */
public final class OsId {
  /** A name's beginning, and the id it stands for before its version. */
  private record Family(Pattern name, String id) {
    Family(String name, String id) {
      this(Pattern.compile(name + "[-_ ]*(?:(?:linux|leap|server|v)[-_ ]*)?([0-9][0-9.]*)?.*"), id);
    }
  }

  private static final List<Family> FAMILIES =
      List.of(
          new Family("debian", "debian"),
          new Family("ubuntu", "ubuntu"),
          new Family("fedora", "fedora"),
          new Family("rocky", "rocky"),
          new Family("alma(?:linux)?", "almalinux"),
          new Family("centos[-_ ]*stream", "centos-stream"),
          new Family("(?:rhel|red hat enterprise)", "rhel"),
          new Family("opensuse", "opensuse"),
          new Family("alpine(?:linux)?", "alpinelinux"),
          new Family("freebsd", "freebsd"),
          new Family("(?:windows[-_ ]*server[-_ ]*20|win2k)", "win2k"),
          new Family("win(?:dows)?", "win"));

  private OsId() {}

  /**
   * The id for {@code Debian 12}, {@code rocky-9.3-minimal} or an id; empty for what is unknown.
   */
  public static String of(String words) {
    String lower = words.strip().toLowerCase(Locale.ROOT);
    for (Family family : FAMILIES) {
      Matcher matcher = family.name().matcher(lower);
      if (matcher.matches()) {
        return family.id() + (matcher.group(1) == null ? "" : matcher.group(1));
      }
    }
    return "";
  }
}
