package dev.pilothouse.tui.screen.create;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.ImageLookup;
import dev.pilothouse.fleet.model.ImageLookup.Found;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.CloudInit;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the form's fields say, and what that means on the fleet as it is.
 *
 * @param texts by field; what is chosen is kept by its name
 */
record NewVmWish(Map<NewVmField, String> texts) {
  private static final String NONE = "none";
  private static final String SEED = "-seed.iso";
  private static final String KEY_FORM = "(ssh-|ecdsa-|sk-)[a-z0-9@.-]+ [A-Za-z0-9+/=]+( .*)?";

  NewVmWish {
    texts = Map.copyOf(texts);
  }

  /** The first choices: the host with the most free memory, its first pool, image and network. */
  static NewVmWish first(Fleet fleet, String host) {
    Map<NewVmField, String> texts = new EnumMap<>(NewVmField.class);
    for (NewVmField field : NewVmField.values()) {
      texts.put(field, "");
    }
    texts.put(NewVmField.CPUS, "2");
    texts.put(NewVmField.MEMORY, "2G");
    texts.put(NewVmField.START, "yes");
    NewVmWish wish = new NewVmWish(texts);
    List<String> hosts = wish.choices(NewVmField.HOST, fleet);
    return wish.onHost(hosts.contains(host) || hosts.isEmpty() ? host : hosts.getFirst(), fleet);
  }

  private NewVmWish onHost(String host, Fleet fleet) {
    NewVmWish there = with(NewVmField.HOST, host);
    for (NewVmField field : List.of(NewVmField.IMAGE, NewVmField.POOL, NewVmField.NETWORK)) {
      List<String> choices = there.choices(field, fleet);
      if (!choices.contains(there.text(field))) {
        there = there.with(field, choices.isEmpty() ? "" : choices.getFirst());
      }
    }
    return there;
  }

  String text(NewVmField field) {
    return texts.getOrDefault(field, "");
  }

  NewVmWish with(NewVmField field, String text) {
    Map<NewVmField, String> more = new EnumMap<>(texts);
    more.put(field, text);
    return new NewVmWish(more);
  }

  /** The next or the last choice of a field. */
  NewVmWish turned(NewVmField field, int by, Fleet fleet) {
    List<String> choices = choices(field, fleet);
    if (choices.isEmpty()) {
      return this;
    }
    int now = choices.indexOf(text(field));
    String then = choices.get(now < 0 ? 0 : Math.floorMod(now + by, choices.size()));
    return field == NewVmField.HOST ? onHost(then, fleet) : with(field, then);
  }

  List<String> choices(NewVmField field, Fleet fleet) {
    Inventory inventory = fleet.inventory(text(NewVmField.HOST));
    return switch (field) {
      case HOST ->
          fleet.hosts().stream()
              .filter(host -> host.presence() == Presence.ONLINE)
              .sorted(
                  Comparator.comparingLong((Host host) -> -host.facts().freeBytes())
                      .thenComparing(Host::name))
              .map(Host::name)
              .toList();
      case IMAGE -> {
        List<String> all = new ArrayList<>();
        ImageLookup.images(inventory).stream()
            .filter(found -> !aDiskOf(fleet, found))
            .forEach(found -> all.add(found.name()));
        ImageLookup.media(inventory).stream()
            .filter(found -> !found.volume().name().endsWith(SEED))
            .forEach(found -> all.add(found.name()));
        yield all;
      }
      case POOL -> inventory.pools().stream().filter(Pool::active).map(Pool::name).toList();
      case NETWORK -> {
        List<String> all = new ArrayList<>();
        inventory.networks().stream()
            .filter(VirtualNetwork::active)
            .forEach(network -> all.add(network.name()));
        all.add(NONE);
        yield all;
      }
      case START -> List.of("yes", "no");
      case NAME, DISK, CPUS, MEMORY, USER, KEY -> List.of();
    };
  }

  /** What a VM writes to is no image; whoever wants its content makes one of it. */
  private boolean aDiskOf(Fleet fleet, Found found) {
    return fleet.vms(text(NewVmField.HOST)).stream()
        .flatMap(vm -> vm.disks().stream())
        .anyMatch(disk -> VolumeUse.isOn(disk, found.pool(), found.volume()));
  }

  /** What stands behind a field, in a few words; empty when there is nothing to say. */
  String remark(NewVmField field, Fleet fleet) {
    Host host = fleet.host(text(NewVmField.HOST));
    return switch (field) {
      case HOST ->
          host == null
              ? ""
              : ByteAmount.of(host.facts().freeBytes() >> 20 << 20) + " of memory free";
      case IMAGE ->
          image(fleet)
              .map(found -> found.volume().format() + ", " + size(found.volume()))
              .orElse("");
      case POOL ->
          fleet
              .inventory(text(NewVmField.HOST))
              .pool(text(NewVmField.POOL))
              .map(pool -> ByteAmount.of(pool.availableBytes() >> 20 << 20) + " free")
              .orElse("");
      case DISK -> text(field).isEmpty() ? (installs(fleet) ? "20G" : "the image's size") : "";
      case USER -> text(field).isEmpty() ? "the image's own" : "";
      case NETWORK -> networkless(fleet) ? "the host has none that runs: no NIC" : "";
      case NAME, CPUS, MEMORY, KEY, START -> "";
    };
  }

  /** Whether there is nothing to plug it into. */
  boolean networkless(Fleet fleet) {
    return choices(NewVmField.NETWORK, fleet).equals(List.of(NONE));
  }

  private static String size(Volume volume) {
    return ByteAmount.of(volume.capacityBytes());
  }

  private Optional<Found> image(Fleet fleet) {
    return ImageLookup.find(fleet.inventory(text(NewVmField.HOST)), text(NewVmField.IMAGE)).stream()
        .findFirst();
  }

  private boolean installs(Fleet fleet) {
    return ImageLookup.media(fleet.inventory(text(NewVmField.HOST))).stream()
        .anyMatch(found -> found.name().equals(text(NewVmField.IMAGE)));
  }

  /** What is wrong with a field; empty when it will do. */
  String problem(NewVmField field, Fleet fleet) {
    String text = text(field);
    Host host = fleet.host(text(NewVmField.HOST));
    return switch (field) {
      case NAME -> name(text, fleet);
      case HOST -> host == null ? "No host answers." : "";
      case IMAGE -> text.isEmpty() ? "No image is on this host. Esc, then 7 and a: add one." : "";
      case POOL -> text.isEmpty() ? "This host has no active pool." : "";
      case NETWORK -> "";
      case DISK -> disk(text, fleet);
      case CPUS ->
          !text.matches("[1-9][0-9]{0,2}")
              ? "CPUs are a whole number from 1."
              : host != null && Integer.parseInt(text) > host.facts().cpus()
                  ? "The host has " + host.facts().cpus() + " CPUs."
                  : "";
      case MEMORY -> {
        Optional<Long> bytes = ByteAmount.parse(text);
        yield bytes.isEmpty() || bytes.get() < 16 << 20
            ? "Memory needs " + ByteAmount.FORMS + "."
            : host != null && bytes.get() > host.facts().freeBytes()
                ? "The host has less memory free."
                : "";
      }
      case USER ->
          text.isEmpty() || text.matches("[a-z_][a-z0-9_-]{0,31}")
              ? ""
              : "A user has lower case letters, digits, - and _.";
      case KEY ->
          text.isBlank() || text.strip().matches(KEY_FORM)
              ? ""
              : "Paste a public key, such as ssh-ed25519 AAAA...";
      case START -> "";
    };
  }

  private static String name(String text, Fleet fleet) {
    if (text.isBlank()) {
      return "A name needs at least one character.";
    }
    if (text.indexOf('/') >= 0 || text.startsWith("-") || text.startsWith(".")) {
      return "Names have no / and begin with neither - nor a dot.";
    }
    if (!Visible.of(text).equals(text)) {
      return "Names are of visible characters.";
    }
    for (Host host : fleet.hosts()) {
      if (fleet.vms(host.name()).stream().anyMatch(vm -> vm.name().equals(text))) {
        return "There is a VM of that name on " + host.name() + ".";
      }
    }
    return "";
  }

  private String disk(String text, Fleet fleet) {
    Optional<Long> bytes = ByteAmount.parse(text);
    if (text.isEmpty()) {
      return "";
    }
    if (bytes.isEmpty()) {
      return "A disk needs " + ByteAmount.FORMS + ".";
    }
    Optional<Found> image = image(fleet);
    if (!installs(fleet) && image.isPresent()) {
      long least = image.get().volume().capacityBytes();
      if (bytes.get() < least) {
        return "The image itself has " + ByteAmount.of(least) + ".";
      }
    }
    return "";
  }

  Optional<NewVmField> firstProblem(Fleet fleet) {
    for (NewVmField field : NewVmField.values()) {
      if (!problem(field, fleet).isEmpty()) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** Only when there is no problem. */
  VmSpec spec(Fleet fleet) {
    boolean installs = installs(fleet);
    String key = text(NewVmField.KEY).strip();
    long disk = ByteAmount.parse(text(NewVmField.DISK)).orElse(installs ? 20L << 30 : 0);
    Found image = image(fleet).orElseThrow();
    String path = image.volume().path();
    RootDisk root =
        installs ? new RootDisk.Empty(disk, path) : new RootDisk.OfImage(path, disk, false);
    CloudInit cloudInit =
        installs
            ? null
            : new CloudInit(
                text(NewVmField.USER), key.isEmpty() ? List.of() : List.of(key), "", "", null, "");
    String network = text(NewVmField.NETWORK);
    return new VmSpec(
        text(NewVmField.NAME),
        Integer.parseInt(text(NewVmField.CPUS)),
        ByteAmount.parse(text(NewVmField.MEMORY)).orElse(0L),
        root,
        text(NewVmField.POOL),
        network.equals(NONE) ? "" : network,
        image.os(),
        VmSpec.Firmware.AUTO,
        cloudInit,
        false,
        text(NewVmField.START).equals("yes"));
  }
}
