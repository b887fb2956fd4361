package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.ImageLookup;
import dev.pilothouse.fleet.model.ImageLookup.Found;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.CloudInit;
import dev.pilothouse.fleet.operation.VmSpec.Firmware;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import dev.pilothouse.fleet.operation.VmSpec.StaticAddress;
import dev.pilothouse.fleet.placement.Need;
import dev.pilothouse.fleet.wire.Documents;
import dev.pilothouse.fleet.wire.WireException;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/** What a person wants of new VMs: options of the command line, before those of a file. */
final class Wish {
  private static final Pattern RANGE = Pattern.compile("\\{([0-9]{1,6})\\.\\.([0-9]{1,6})}");
  private static final Pattern PUBLIC_KEY =
      Pattern.compile(
          "(ssh-(ed25519|rsa)|ecdsa-sha2-[a-z0-9-]+|sk-[a-z0-9@.-]+) [A-Za-z0-9+/=]+( .*)?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+/[0-9]{1,3}");
  private static final int MOST = 200;

  private static final List<String[]> VALUES =
      List.of(
          new String[] {"image", "IMAGE", "Clone it: a volume's name, pool/name or path."},
          new String[] {"iso", "IMAGE", "Install from it onto an empty disk."},
          new String[] {"import", "DISK", "Use this volume as its disk, as it is."},
          new String[] {"cpu", "NUMBER", "Virtual CPUs; 2 when not given."},
          new String[] {"memory", "SIZE", "Such as 512M or 4G; 2G when not given."},
          new String[] {"disk", "SIZE", "Its disk's size; the image's when not given."},
          new String[] {"network", "NAME", "A virtual network, or none; default when not given."},
          new String[] {"pool", "NAME", "Where its disk goes; default when not given."},
          new String[] {"os", "ID", "Such as debian12 or win11; else by the image's name."},
          new String[] {"firmware", "KIND", "auto, bios or uefi."},
          new String[] {"user", "NAME", "A user to make, with sudo; else the image's own."},
          new String[] {"password-hash", "HASH", "As 'openssl passwd -6' prints it."},
          new String[] {"hostname", "NAME", "The guest's; else the VM's name."},
          new String[] {"ip", "ADDRESS/LENGTH", "Instead of DHCP, such as 192.0.2.7/24."},
          new String[] {"gateway", "ADDRESS", "The default route, with --ip."},
          new String[] {"dns", "ADDRESS,...", "Name servers, with --ip."},
          new String[] {"user-data", "FILE", "A cloud-init file in place of ours; - for stdin."},
          new String[] {"host", "HOST", "Where; needed when there are several."},
          new String[] {"count", "NUMBER", "How many: NAME-1, NAME-2 ..."});

  private static final List<String[]> FLAGS =
      List.of(
          new String[] {"anywhere", "On the host with the most free memory."},
          new String[] {"full-copy", "A disk that needs the image no more."},
          new String[] {"no-cloud-init", "Tell its first boot nothing."},
          new String[] {"keep-seed", "Keep cloud-init's seed after the first boot."},
          new String[] {"start", "Start it at once."});

  private final Call call;
  private final Map<String, Object> file;
  private final List<String> warnings = new ArrayList<>();

  private Wish(Call call, Map<String, Object> file) {
    this.call = call;
    this.file = file;
  }

  static List<OptionSpec> options() {
    List<OptionSpec> all = new ArrayList<>();
    for (String[] each : VALUES) {
      all.add(
          Options.value(each[1], String.class, text -> text, "--" + each[0])
              .description(each[2])
              .build());
    }
    all.add(
        OptionSpec.builder("--ssh-key")
            .paramLabel("KEY")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Who may log in: a public key or its file; repeatable.")
            .build());
    for (String[] each : FLAGS) {
      all.add(Options.flag(each[1], "--" + each[0]));
    }
    all.add(
        Options.value(Options.FILE, String.class, text -> text, "--from")
            .description("YAML with these options as keys, such as 'cpu: 4'; - for stdin.")
            .build());
    return all;
  }

  static Wish of(Call call) {
    Optional<String> from = call.option("--from");
    Map<String, Object> file = Map.of();
    if (from.isPresent()) {
      String text = new String(Sources.bytes(call, from.get()), StandardCharsets.UTF_8);
      try {
        file = new Documents().readYaml(text);
      } catch (WireException e) {
        throw CommandException.usage("--from: " + Visible.line(String.valueOf(e.getMessage())));
      }
      List<String> known = new ArrayList<>(List.of("ssh-key"));
      VALUES.forEach(each -> known.add(each[0]));
      FLAGS.forEach(each -> known.add(each[0]));
      for (String key : file.keySet()) {
        if (!known.contains(key)) {
          throw CommandException.usage(
              "--from: there is no key '"
                  + Visible.line(key)
                  + "'; there is: "
                  + String.join(", ", known)
                  + ".");
        }
      }
    }
    return new Wish(call, file);
  }

  private String text(String key, String otherwise) {
    Optional<String> typed = call.option("--" + key);
    return typed.orElseGet(
        () -> file.get(key) == null ? otherwise : String.valueOf(file.get(key)).strip());
  }

  private boolean flag(String key) {
    return call.has("--" + key) || Boolean.TRUE.equals(file.get(key));
  }

  private int number(String key, String otherwise) {
    String text = text(key, otherwise);
    if (!text.matches("[0-9]{1,6}")) {
      throw CommandException.usage(
          "--" + key + " needs a whole number, not '" + Visible.line(text) + "'.");
    }
    return Integer.parseInt(text);
  }

  private long bytes(String key, String otherwise) {
    String text = text(key, otherwise);
    return text.isEmpty()
        ? 0
        : ByteAmount.parse(text)
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "--%s needs %s, not '%s'."
                            .formatted(key, ByteAmount.FORMS, Visible.line(text))));
  }

  /** What people call the image to clone; empty when it is none. */
  String image() {
    return text("image", "");
  }

  long memoryBytes() {
    return bytes("memory", "2G");
  }

  boolean anywhere() {
    if (flag("anywhere") && host().isPresent()) {
      throw CommandException.usage("Say either --host or --anywhere.");
    }
    return flag("anywhere");
  }

  Optional<String> host() {
    String host = text("host", "");
    return host.isEmpty() ? Optional.empty() : Optional.of(host);
  }

  List<String> warnings() {
    return warnings;
  }

  /** The names that {@code web{01..05}} and {@code --count} ask for. */
  List<String> names(String name) {
    int count = number("count", "0");
    Matcher range = RANGE.matcher(name);
    List<String> names = new ArrayList<>();
    if (range.find()) {
      int from = Integer.parseInt(range.group(1));
      int to = Integer.parseInt(range.group(2));
      if (to < from || to - from >= MOST) {
        throw CommandException.usage(
            "The range in the name must rise and hold at most " + MOST + " names.");
      }
      for (int i = from; i <= to; i++) {
        String figure = ("%0" + range.group(1).length() + "d").formatted(i);
        names.add(name.substring(0, range.start()) + figure + name.substring(range.end()));
      }
      if (count != 0 && count != names.size()) {
        throw CommandException.usage(
            "--count says " + count + ", and the range in the name " + names.size() + ".");
      }
    } else if (count == 0) {
      names.add(name);
    } else if (count > MOST) {
      throw CommandException.usage("At most " + MOST + " VMs can be made at once.");
    } else {
      for (int i = 1; i <= count; i++) {
        names.add(name + "-" + i);
      }
    }
    if (names.size() > 1 && !text("ip", "").isEmpty()) {
      throw CommandException.usage("--ip is one address; make these VMs one by one or use DHCP.");
    }
    if (names.size() > 1 && !text("import", "").isEmpty()) {
      throw CommandException.usage("--import is one disk, which only one VM can have.");
    }
    return names;
  }

  /** For {@link Placement}. */
  Need need() {
    long least = flag("full-copy") ? bytes("disk", "1G") : 2L << 20;
    String image = text("image", text("iso", text("import", "")));
    return Need.ofNew(
        number("cpu", "2"),
        memoryBytes(),
        new Need.Storage.NewDisk(text("pool", ""), least, image),
        UsualParts.named(text("network", "")));
  }

  /** Whether it is said to have no network interface. */
  boolean withoutNetwork() {
    return text("network", "").equals(UsualParts.NONE);
  }

  VmSpec spec(Fleet fleet, String host, String name) {
    Inventory inventory = fleet.inventory(host);
    RootDisk disk = disk(inventory, host);
    return new VmSpec(
        name,
        number("cpu", "2"),
        memoryBytes(),
        disk,
        UsualParts.pool(inventory, host, text("pool", "")),
        UsualParts.network(inventory, text("network", "")),
        os(inventory, host),
        firmware(),
        cloudInit(disk),
        flag("keep-seed"),
        flag("start"));
  }

  private RootDisk disk(Inventory inventory, String host) {
    String image = text("image", "");
    String iso = text("iso", "");
    String imported = text("import", "");
    bootsFrom();
    if (!image.isEmpty()) {
      String path = one(inventory, host, image).volume().path();
      return new RootDisk.OfImage(path, bytes("disk", ""), flag("full-copy"));
    }
    return iso.isEmpty()
        ? new RootDisk.Existing(one(inventory, host, imported).volume().path())
        : new RootDisk.Empty(bytes("disk", "20G"), one(inventory, host, iso).volume().path());
  }

  private String bootsFrom() {
    List<String> given =
        List.of("image", "iso", "import").stream()
            .map(key -> text(key, ""))
            .filter(text -> !text.isEmpty())
            .toList();
    if (given.size() != 1) {
      throw CommandException.usage(
          "Say what it boots from with one of --image, --iso or --import.");
    }
    return given.getFirst();
  }

  private static Found one(Inventory inventory, String host, String name) {
    List<Found> found = ImageLookup.find(inventory, name);
    if (found.isEmpty()) {
      String there =
          ImageLookup.images(inventory).stream()
              .limit(10)
              .map(each -> Visible.of(each.name()))
              .collect(Collectors.joining(", "));
      throw new CommandException(
          ExitStatus.NOT_FOUND,
          "There is no image '"
              + Visible.line(name)
              + "' on "
              + Visible.of(host)
              + "."
              + (there.isEmpty() ? " Its pools hold none." : " There is: " + there + "."));
    }
    if (found.size() > 1) {
      throw new CommandException(
          ExitStatus.CONFLICT,
          "'"
              + Visible.line(name)
              + "' can mean several; say which: "
              + found.stream()
                  .map(each -> Visible.of(each.pool().name() + "/" + each.volume().name()))
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return found.getFirst();
  }

  private String os(Inventory inventory, String host) {
    String given = text("os", "");
    return given.isEmpty() ? one(inventory, host, bootsFrom()).os() : given;
  }

  private Firmware firmware() {
    return switch (text("firmware", "auto")) {
      case "auto" -> Firmware.AUTO;
      case "bios" -> Firmware.BIOS;
      case "uefi" -> Firmware.UEFI;
      default -> throw CommandException.usage("--firmware is auto, bios or uefi.");
    };
  }

  private @org.jspecify.annotations.Nullable CloudInit cloudInit(RootDisk disk) {
    List<String> keys = keys();
    String hash = text("password-hash", "");
    String userDataFile = text("user-data", "");
    boolean said = !keys.isEmpty() || !hash.isEmpty() || !userDataFile.isEmpty();
    boolean wanted = disk instanceof RootDisk.OfImage || said;
    if (flag("no-cloud-init") || !wanted) {
      return null;
    }
    if (!hash.isEmpty() && !hash.matches("\\$[0-9a-z]{1,4}\\$[!-~]+")) {
      throw CommandException.usage(
          "--password-hash is no hash; make one with 'openssl passwd -6' and quote it.");
    }
    if (!said && warnings.isEmpty()) {
      warnings.add(
          "Nobody is told to be let in: without --ssh-key, --password-hash or --user-data only"
              + " who is in the image already can log in.");
    }
    String userData =
        userDataFile.isEmpty()
            ? ""
            : new String(Sources.bytes(call, userDataFile), StandardCharsets.UTF_8);
    return new CloudInit(text("user", ""), keys, hash, text("hostname", ""), address(), userData);
  }

  private @org.jspecify.annotations.Nullable StaticAddress address() {
    String ip = text("ip", "");
    if (ip.isEmpty()) {
      return null;
    }
    if (!ADDRESS.matcher(ip).matches()) {
      throw CommandException.usage(
          "--ip needs an address with the length of its prefix, such as 192.0.2.7/24.");
    }
    String dns = text("dns", "");
    return new StaticAddress(
        ip, text("gateway", ""), dns.isEmpty() ? List.of() : List.of(dns.split(",")));
  }

  private List<String> keys() {
    List<String> given = new ArrayList<>(call.<List<String>>option("--ssh-key").orElse(List.of()));
    if (given.isEmpty() && file.get("ssh-key") instanceof List<?> list) {
      list.forEach(each -> given.add(String.valueOf(each)));
    } else if (given.isEmpty() && file.get("ssh-key") != null) {
      given.add(String.valueOf(file.get("ssh-key")));
    }
    List<String> keys = new ArrayList<>();
    for (String each : given) {
      String text =
          PUBLIC_KEY.matcher(each.strip()).matches()
              ? each
              : new String(Sources.bytes(call, each), StandardCharsets.UTF_8);
      for (String line : text.lines().map(String::strip).toList()) {
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        if (!PUBLIC_KEY.matcher(line).matches()) {
          throw CommandException.usage(
              "--ssh-key needs a public key such as 'ssh-ed25519 AAAA... you@example', or a file"
                  + " with some (id_ed25519.pub, never the one without .pub).");
        }
        keys.add(line);
      }
    }
    return keys;
  }
}
