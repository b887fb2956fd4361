package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.ImageUse;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An image as {@code image list} and {@code image show} print it. The names of its components are
 * the field names of the JSON and YAML forms and stay as they are.
 *
 * @param kind {@code disk} or {@code iso}
 * @param virtualBytes as a guest sees it
 * @param realBytes what it takes on the host
 * @param usedBy the names of VMs that need it
 * @param usedByVolumes the paths of volumes that stand on it
 */
public record ImageView(
    String host,
    String name,
    String kind,
    String os,
    String arch,
    String format,
    long virtualBytes,
    long realBytes,
    String path,
    String sha256,
    String source,
    @Nullable String madeFrom,
    String note,
    String addedAt,
    String addedBy,
    List<String> usedBy,
    List<String> usedByVolumes) {

  /** How images are listed. */
  public static final Listing<ImageView> LISTING =
      new Listing<>(
          List.of(
              Column.text("NAME", ImageView::name),
              Column.text("HOST", ImageView::host),
              Column.text("KIND", ImageView::kind),
              Column.text("OS", image -> VmView.dash(image.os)),
              Column.figure("SIZE", image -> Amounts.bytes(image.virtualBytes)),
              Column.figure("ON DISK", image -> Amounts.bytes(image.realBytes)),
              Column.figure("USED BY", image -> Integer.toString(image.users())),
              Column.text("ADDED", image -> Amounts.moment(image.addedAt)),
              Column.text("BY", ImageView::addedBy),
              Column.wide("FORMAT", ImageView::format),
              Column.wide("ARCH", image -> VmView.dash(image.arch)),
              Column.wide("SHA256", ImageView::sha256),
              Column.wide("SOURCE", ImageView::source),
              Column.wide("PATH", ImageView::path)),
          image -> Visible.of(image.host) + "/" + Visible.of(image.name));

  /** How images are listed that can be asked for by name. */
  public static final Listing<KnownImage> KNOWN =
      new Listing<>(
          List.of(
              Column.text("NAME", KnownImage::name),
              Column.text("OS", image -> VmView.dash(image.os())),
              Column.text("ARCH", image -> VmView.dash(image.arch())),
              Column.text("URL", KnownImage::url),
              Column.wide("CHECKSUM", image -> VmView.dash(image.checksum()))),
          image -> Visible.of(image.name()));

  public static ImageView of(Image image, Fleet fleet) {
    ImageUse use = ImageUse.of(image, fleet);
    return new ImageView(
        image.host(),
        image.name(),
        image.kind().name().toLowerCase(Locale.ROOT),
        image.os(),
        image.arch(),
        image.format(),
        image.virtualBytes(),
        image.realBytes(),
        image.path(),
        image.sha256(),
        image.source(),
        image.madeFrom(),
        image.note(),
        image.addedAt().toString(),
        image.addedBy(),
        use.vms().stream().map(Vm::name).sorted().toList(),
        use.volumes().stream().map(Volume::path).sorted().toList());
  }

  private int users() {
    return Math.max(usedBy.size(), usedByVolumes.size());
  }

  /** Everything about it, line by line. */
  public Sheet sheet() {
    return new Sheet(
        List.of(
            new Sheet.Line("Name", name),
            new Sheet.Line("Host", host),
            new Sheet.Line("Kind", kind),
            new Sheet.Line("OS", VmView.dash(os)),
            new Sheet.Line("Architecture", VmView.dash(arch)),
            new Sheet.Line("Format", format),
            new Sheet.Line(
                "Size", Amounts.bytes(virtualBytes) + ", on disk " + Amounts.bytes(realBytes)),
            new Sheet.Line("Path", path),
            new Sheet.Line("SHA-256", sha256),
            new Sheet.Line("Source", source),
            new Sheet.Line("Made from VM", madeFrom == null ? "-" : madeFrom),
            new Sheet.Line("Note", VmView.dash(note)),
            new Sheet.Line("Added", Amounts.moment(addedAt) + " by " + addedBy),
            new Sheet.Line("Used by VMs", VmView.dash(String.join(", ", usedBy))),
            new Sheet.Line("Beneath", VmView.dash(String.join(", ", usedByVolumes)))));
  }
}
