package dev.pilothouse.tui.screen.image;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.ImageUse;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.dialog.Menu;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.screen.text.TextScreen;
import dev.pilothouse.tui.shell.output.Amounts;
import dev.pilothouse.tui.shell.output.ImageView;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All images of all hosts. */
public record ImagesScreen(Cursor<String> cursor) implements Screen {
  public static ImagesScreen start() {
    return new ImagesScreen(Cursor.start());
  }

  @Override
  public String title() {
    return "Images";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  private static List<Image> rows(World world) {
    return world.fleet().hosts().stream()
        .map(Host::name)
        .flatMap(host -> world.fleet().inventory(host).images().stream())
        .sorted(Comparator.comparing(Image::name).thenComparing(Image::host))
        .toList();
  }

  private static String key(Image image) {
    return image.host() + "/" + image.name();
  }

  private Optional<Image> current(World world) {
    List<Image> rows = rows(world);
    Cursor<String> at = cursor.settle(rows, ImagesScreen::key, height(world));
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(at.index()));
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 1);
  }

  @Override
  public List<Binding> bindings(World world) {
    Optional<Image> on = current(world);
    String none = on.isEmpty() ? "there is no image" : "";
    return ListKeys.of(
        List.of(
            Binding.of(
                    "Enter",
                    "actions",
                    "what can be done with this image",
                    () -> open(menu(on, world)))
                .unless(none),
            Binding.of("a", "add", "add an image", () -> open(AddImageForm.start(world)))
                .unless(OperationChoice.missing(Verb.IMAGE_ADD, world)),
            Binding.of(
                    "d", "details", "everything about this image", () -> open(details(on, world)))
                .unless(none)),
        height(world),
        by -> moved(by, world));
  }

  private Step open(Screen screen) {
    return Step.of(this, new Effect.Open(screen));
  }

  private ImagesScreen moved(int by, World world) {
    return new ImagesScreen(cursor.move(by, rows(world), ImagesScreen::key, height(world)));
  }

  private static Screen menu(Optional<Image> on, World world) {
    Image image = on.orElseThrow();
    ImageUse use = ImageUse.of(image, world.fleet());
    int users = Math.max(use.vms().size(), use.volumes().size());
    String denied = OperationChoice.missing(Verb.IMAGE_RM, world);
    String inUse = use.none() ? "" : "in use by " + users;
    ImageOperation remove = new ImageOperation.RemoveImage(image.host(), image.name());
    Effect submit =
        new Effect.Submit(
            Verb.IMAGE_RM.title(), List.of(new Effect.Target(remove, image.name())), "");
    Screen question =
        Confirm.of(
            "Delete image",
            List.of(remove.sentence(image.name()), "It came from " + image.source() + "."),
            "",
            true,
            List.of(submit));
    return Menu.of(
        image.name() + " on " + image.host(),
        List.of(
            new Menu.Choice("d", "Details", "", List.of(new Effect.Open(details(on, world)))),
            new Menu.Choice(
                "x",
                "Delete",
                denied.isEmpty() ? inUse : denied,
                List.of(new Effect.Open(question)))));
  }

  private static Screen details(Optional<Image> on, World world) {
    Image image = on.orElseThrow();
    ImageView view = ImageView.of(image, world.fleet());
    return TextScreen.of("Image " + image.name(), view.sheet().text());
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<Image> rows = rows(world);
    if (rows.isEmpty()) {
      String nothing = "There is no image yet. Press a to add one.";
      frame.put(area.row() + 1, 2, area.columns() - 2, nothing, world.theme().style(Role.DIM));
      return;
    }
    List<Column<Image>> columns =
        List.of(
            Column.text("NAME", 14, 32, 0, Image::name),
            Column.text("HOST", 8, 16, 2, Image::host),
            Column.text("OS", 10, 24, 3, Image::os),
            Column.text("KIND", 4, 4, 6, image -> image.kind().name().toLowerCase(Locale.ROOT)),
            Column.number("SIZE", 9, 1, image -> Amounts.bytes(image.virtualBytes())),
            Column.number("ON DISK", 9, 4, image -> Amounts.bytes(image.realBytes())),
            Column.number("USED", 4, 5, image -> used(image, world)),
            Column.text("FROM", 10, 80, 7, Image::source));
    Cursor<String> at = cursor.settle(rows, ImagesScreen::key, Math.max(1, area.rows() - 1));
    Table.paint(frame, area, world.theme(), columns, rows, at, image -> false, true);
  }

  private static String used(Image image, World world) {
    ImageUse use = ImageUse.of(image, world.fleet());
    return Integer.toString(Math.max(use.vms().size(), use.volumes().size()));
  }
}
