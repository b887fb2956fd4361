package dev.pilothouse.tui.screen.image;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.wire.KnownImages;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.DialogBox;
import dev.pilothouse.tui.widget.TextField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Asks where an image comes from, what to call it and on which host, and says at every key what is
 * wrong.
 *
 * @param fields source, name, host, checksum
 * @param at the field that takes text
 */
record AddImageForm(KnownImages known, List<TextField> fields, int at) implements Screen {
  private static final int WIDTH = 74;
  private static final int SOURCE = 0;
  private static final int NAME = 1;
  private static final int HOST = 2;
  private static final int CHECKSUM = 3;
  private static final List<String> LABELS = List.of("From", "Name", "Host", "Checksum");
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Lines for names that are known. */
  private static final int NAMES_SHOWN = 3;

  AddImageForm {
    fields = List.copyOf(fields);
  }

  static AddImageForm start(World world) {
    String first =
        world.fleet().hosts().stream()
            .filter(host -> host.presence() == Presence.ONLINE)
            .map(Host::name)
            .min(Comparator.naturalOrder())
            .orElse("");
    return new AddImageForm(
        world.known(),
        List.of(TextField.of(""), TextField.of(""), TextField.of(first), TextField.of("")),
        SOURCE);
  }

  @Override
  public String title() {
    return "Add image";
  }

  @Override
  public boolean overlay() {
    return true;
  }

  private String text(int field) {
    return fields.get(field).text().strip();
  }

  /** What it will be called: a known image has a name already. */
  private String name() {
    return text(NAME).isEmpty() && !elsewhere() ? text(SOURCE) : text(NAME);
  }

  private boolean elsewhere() {
    return text(SOURCE).startsWith("/") || text(SOURCE).contains("://");
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextField typed = fields.get(at).type(key.stroke());
        yield typed.equals(fields.get(at)) ? dispatch(key.name(), world) : Step.of(with(typed));
      }
      case Msg.Pasted pasted -> Step.of(with(fields.get(at).insert(pasted.text())));
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
    };
  }

  private AddImageForm with(TextField typed) {
    List<TextField> all = new ArrayList<>(fields);
    all.set(at, typed);
    return new AddImageForm(known, all, at);
  }

  private Step to(int field) {
    return Step.of(new AddImageForm(known, fields, Math.floorMod(field, fields.size())));
  }

  /** Why it cannot be added so; empty when it can. */
  private String problem(World world) {
    if (text(SOURCE).isEmpty()) {
      return "Say where it comes from.";
    }
    if (!elsewhere() && known.find(text(SOURCE)).isEmpty()) {
      return "Neither an address nor a path nor the name of a known image.";
    }
    if (!NAMES.matcher(name()).matches()) {
      return "The name: up to 64 letters, digits, dots, dashes, underscores.";
    }
    if (world.fleet().host(text(HOST)) == null) {
      return "There is no host of that name.";
    }
    return world.fleet().inventory(text(HOST)).image(name()).isPresent()
        ? "There is an image of that name on " + text(HOST) + "."
        : "";
  }

  @Override
  public List<Binding> bindings(World world) {
    return List.of(
        Binding.of("Enter", "add", "add it", this::submit).unless(problem(world)),
        Binding.of("Tab Down", "next", "the next field", () -> to(at + 1)),
        Binding.of("S-Tab Up", "", "the field before", () -> to(at - 1)),
        Binding.of("Esc", "cancel", "add nothing", () -> Step.of(this, new Effect.Close())));
  }

  private Step submit() {
    String sum = text(CHECKSUM).isEmpty() ? null : text(CHECKSUM);
    if (elsewhere()) {
      Source source =
          text(SOURCE).startsWith("/")
              ? new Source.FromFile(text(SOURCE), sum)
              : new Source.FromUrl(text(SOURCE), sum);
      return submit(new ImageOperation.AddImage(text(HOST), name(), source, "", "", false));
    }
    KnownImage image = known.find(text(SOURCE)).orElseThrow();
    Source source = new Source.FromUrl(image.url(), sum == null ? image.checksum() : sum);
    return submit(
        new ImageOperation.AddImage(text(HOST), name(), source, image.os(), image.arch(), false));
  }

  private Step submit(ImageOperation.AddImage add) {
    Effect.Target target = new Effect.Target(add, add.name());
    return Step.of(
        this, new Effect.Close(), new Effect.Submit(Verb.IMAGE_ADD.title(), List.of(target), ""));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect inside = DialogBox.paint(frame, area, world.theme(), "Add image", 10, WIDTH);
    put(
        frame,
        inside.line(0),
        "An address (https://...), a path on the host, or one of:",
        Role.DIALOG,
        world);
    List<String> names = names();
    for (int i = 0; i < Math.min(NAMES_SHOWN, names.size()); i++) {
      put(frame, inside.line(1 + i), names.get(i), Role.DIM, world);
    }
    for (int i = 0; i < LABELS.size(); i++) {
      Rect line = inside.line(4 + i);
      put(frame, line, LABELS.get(i), i == at ? Role.KEY : Role.DIALOG, world);
      if (i == at) {
        fields.get(i).paint(frame, line.after(10), world.theme().style(Role.INPUT));
      } else {
        String shown = i == NAME && text(NAME).isEmpty() ? name() : fields.get(i).text();
        put(frame, line.after(10), shown, Role.DIALOG, world);
      }
    }
    put(frame, inside.line(9), problem(world), Role.ERROR, world);
  }

  /** The names that are known, in lines; of too many only those that what is typed fits. */
  private List<String> names() {
    List<String> all = lines(image -> true);
    return all.size() <= NAMES_SHOWN ? all : lines(image -> image.name().contains(text(SOURCE)));
  }

  private List<String> lines(Predicate<KnownImage> which) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (KnownImage image : known.images().stream().filter(which).toList()) {
      String longer = (lines.getLast() + " " + image.name()).strip();
      if (longer.length() <= WIDTH) {
        lines.set(lines.size() - 1, longer);
      } else {
        lines.add(image.name());
      }
    }
    return lines;
  }

  private static void put(Frame frame, Rect line, String text, Role role, World world) {
    frame.put(line.row(), line.column(), line.columns(), text, world.theme().style(role));
  }
}
