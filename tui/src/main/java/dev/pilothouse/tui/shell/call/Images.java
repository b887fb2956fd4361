package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Visible;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What people call images: a name, or {@code host/name}. */
public final class Images {
  private static final Comparator<Image> ORDER =
      Comparator.comparing(Image::name).thenComparing(Image::host);

  private final Fleet fleet;
  private final List<Image> all;

  public Images(Fleet fleet) {
    this.fleet = fleet;
    this.all =
        fleet.hosts().stream()
            .map(Host::name)
            .flatMap(host -> fleet.inventory(host).images().stream())
            .sorted(ORDER)
            .toList();
  }

  /** By name, then host. */
  public List<Image> all() {
    return all;
  }

  /**
   * The one image that {@code word} names.
   *
   * @throws CommandException NOT_FOUND, CONFLICT
   */
  public Image one(String word) {
    List<Image> found =
        all.stream()
            .filter(
                image ->
                    image.name().equals(word) || (image.host() + "/" + image.name()).equals(word))
            .toList();
    return switch (found.size()) {
      case 0 ->
          throw new CommandException(
              ExitStatus.NOT_FOUND,
              "There is no image '" + Visible.line(word) + "'. 'image list' shows all.");
      case 1 -> found.getFirst();
      default ->
          throw new CommandException(
              ExitStatus.CONFLICT,
              "'"
                  + Visible.line(word)
                  + "' is on several hosts; say which: "
                  + found.stream()
                      .map(image -> Visible.of(image.host()) + "/" + Visible.of(image.name()))
                      .collect(Collectors.joining(", "))
                  + ".");
    };
  }

  /** In messages: with its host where there are several. */
  public String shown(String host, String name) {
    return fleet.hosts().size() > 1 ? Visible.of(host) + "/" + Visible.of(name) : Visible.of(name);
  }
}
