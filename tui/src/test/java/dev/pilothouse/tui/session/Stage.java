package dev.pilothouse.tui.session;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.KnownImages;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Listings;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.fleet.FleetScreen;
import dev.pilothouse.tui.terminal.Capabilities;
import dev.pilothouse.tui.theme.Theme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session without a terminal: keys in, pictures and effects out, all of it values. */
final class Stage {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final Listings listings = new Listings();
  private final int columns;
  private final int rows;
  private ScreenStack stack = new ScreenStack(List.of(FleetScreen.start()));
  private Fleet fleet = Fleet.empty();
  private List<OperationRecord> operations = List.of();
  private List<Notice> notices = List.of();
  private List<Batch> batches = List.of();
  private Role role = Role.ADMIN;
  private String publicKey = "";
  private List<KnownImage> own = List.of();
  private boolean ready = true;
  private boolean connected = true;
  private Instant now = NOW;
  private final Messages messages = new Messages();
  private final List<Effect> effects = new ArrayList<>();

  Stage(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  Stage fleet(FleetEvent... events) {
    for (FleetEvent event : events) {
      fleet = fleet.apply(event);
    }
    return tell(new Msg.WorldChanged());
  }

  Stage operations(OperationRecord... newestFirst) {
    operations = List.of(newestFirst);
    return this;
  }

  Stage notices(Notice... oldestFirst) {
    notices = List.of(oldestFirst);
    return this;
  }

  Stage at(Instant time) {
    now = time;
    return this;
  }

  /** Images that the site knows by name. */
  Stage own(KnownImage... images) {
    own = List.of(images);
    return this;
  }

  Stage batch(Batch batch) {
    batches = List.of(batch);
    return this;
  }

  Stage as(Role other) {
    role = other;
    return this;
  }

  Stage waiting(boolean bus) {
    ready = false;
    connected = bus;
    return this;
  }

  /** Keys by the names that bindings use; {@code 'text'} is typed letter by letter. */
  Stage press(String... keys) {
    for (String key : keys) {
      if (key.startsWith("'") && key.length() > 1) {
        key.substring(1, key.length() - 1)
            .chars()
            .forEach(c -> press(stroke(String.valueOf((char) c))));
      } else {
        press(stroke(key));
      }
    }
    return this;
  }

  private void press(KeyStroke stroke) {
    World world = world();
    messages.dismiss();
    Msg.Key key = new Msg.Key(stroke);
    Optional<Binding> everywhere = GlobalKeys.find(key.name(), stack, world);
    take(
        everywhere.isPresent()
            ? stack.apply(stack.screens().size() - 1, everywhere.get().act().get(), world)
            : stack.toTop(key, world));
  }

  Stage tell(Msg msg) {
    take(stack.toAll(msg, world()));
    return this;
  }

  Stage open(Screen screen) {
    stack = new ScreenStack(List.of(stack.screens().getFirst(), screen));
    return this;
  }

  private void take(ScreenStack.Outcome outcome) {
    stack = outcome.stack();
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Say say) {
        messages.say(say.text(), say.tone(), NOW);
      }
      effects.add(effect);
    }
  }

  /** What was asked for since the last call. */
  List<Effect> effects() {
    List<Effect> all = List.copyOf(effects);
    effects.clear();
    return all;
  }

  Screen top() {
    return stack.top();
  }

  ScreenStack stack() {
    return stack;
  }

  World world() {
    return new World(
        fleet,
        listings,
        operations,
        notices,
        List.of(
            new SessionInfo("s1", "ada", "ssh 10.0.0.7", "tui", "mgmt1", NOW.minusSeconds(300))),
        batches,
        messages.newestFirst(),
        new Principal("ada", role, "ssh 10.0.0.7"),
        publicKey,
        KnownImages.builtIn().with(own),
        target -> null,
        "mgmt1",
        now,
        ready,
        connected,
        "12ms",
        Theme.of(Capabilities.FULL),
        columns,
        rows);
  }

  Frame frame() {
    Frame frame = new Frame(columns, rows);
    Chrome.paint(frame, stack, world(), messages.shown(NOW));
    return frame;
  }

  String text() {
    return frame().text();
  }

  static KeyStroke stroke(String name) {
    return switch (name) {
      case "Up" -> new KeyStroke(KeyType.ArrowUp);
      case "Down" -> new KeyStroke(KeyType.ArrowDown);
      case "Left" -> new KeyStroke(KeyType.ArrowLeft);
      case "Right" -> new KeyStroke(KeyType.ArrowRight);
      case "PgUp" -> new KeyStroke(KeyType.PageUp);
      case "PgDn" -> new KeyStroke(KeyType.PageDown);
      case "Esc" -> new KeyStroke(KeyType.Escape);
      case "Enter" -> new KeyStroke(KeyType.Enter);
      case "Tab" -> new KeyStroke(KeyType.Tab);
      case "Backspace" -> new KeyStroke(KeyType.Backspace);
      case "Home" -> new KeyStroke(KeyType.Home);
      case "End" -> new KeyStroke(KeyType.End);
      case "Space" -> new KeyStroke(' ', false, false);
      default ->
          name.startsWith("^")
              ? new KeyStroke(Character.toLowerCase(name.charAt(1)), true, false)
              : new KeyStroke(name.charAt(0), false, false);
    };
  }
}
