package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.Visible;
import java.util.List;

/**
 * A VM in the trash for people's programs. The names of its components are the field names of the
 * JSON and YAML forms and stay as they are.
 */
public record TrashView(
    String host,
    String name,
    String uuid,
    String by,
    String since,
    String until,
    long bytes,
    List<String> volumes) {
  public TrashView {
    volumes = List.copyOf(volumes);
  }

  /** How the trash is listed. */
  public static final Listing<TrashView> LISTING =
      new Listing<>(
          List.of(
              Column.text("NAME", TrashView::name),
              Column.text("HOST", TrashView::host),
              Column.figure("HOLDS", view -> Amounts.bytes(view.bytes)),
              Column.text("BY", TrashView::by),
              Column.text("SINCE", view -> Amounts.moment(view.since)),
              Column.text("UNTIL", view -> Amounts.moment(view.until)),
              Column.wide("UUID", TrashView::uuid),
              Column.wide("VOLUMES", view -> String.join(" ", view.volumes))),
          view -> Visible.of(view.host) + "/" + Visible.of(view.name));

  public static TrashView of(TrashedVm vm) {
    return new TrashView(
        vm.ref().host(),
        vm.name(),
        vm.ref().uuid().toString(),
        vm.by(),
        vm.since().toString(),
        vm.until().toString(),
        vm.bytes(),
        vm.volumes());
  }
}
