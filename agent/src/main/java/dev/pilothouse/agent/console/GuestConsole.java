package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One VM's serial console and all who look at it. Thread-safe. */
final class GuestConsole {
  private static final Logger LOG = LoggerFactory.getLogger(GuestConsole.class);

  private final String name;
  private final Feed feed = new Feed();
  private final Keyboard keyboard;
  private final Keeper keeper;

  /**
   * @param name in the log
   * @param keep whether it is open while nobody looks, too
   * @param gone runs when the VM has gone from this host
   */
  GuestConsole(Guest guest, String name, boolean keep, Runnable gone) {
    this.name = name;
    this.keyboard = new Keyboard(name);
    this.keeper =
        new Keeper(guest, name, feed, keep, () -> !keyboard.isEmpty(), keyboard::tellHolder, gone);
  }

  void start() {
    keeper.start();
  }

  void join(OpenConsole order, Principal who, StreamLink link) {
    Viewer viewer = new Viewer(who, link, feed, feed.reader(order.seen()));
    LOG.info(
        "{}: {} {} the serial console",
        name,
        Visible.line(who.name()),
        order.typing() ? "opens" : "watches");
    keyboard.join(viewer, order.typing());
    viewer.start(wish -> heed(viewer, wish), () -> left(viewer));
    keeper.poke();
  }

  private void left(Viewer viewer) {
    LOG.info("{}: {} leaves the serial console", name, Visible.line(viewer.who().name()));
    keyboard.leave(viewer);
    keeper.poke();
  }

  private void heed(Viewer viewer, ConsoleWish wish) {
    switch (wish) {
      case ConsoleWish.Type type -> type(viewer, type.bytes());
      case ConsoleWish.AskKeyboard ask -> keyboard.ask(viewer);
      case ConsoleWish.Answer answer -> keyboard.answer(viewer, answer.given());
      case ConsoleWish.TakeKeyboard take -> keyboard.take(viewer, take.reason());
      case ConsoleWish.LeaveKeyboard leave -> keyboard.letGo(viewer);
      case ConsoleWish.OpenAnyway anyway -> openAnyway(viewer);
      case ConsoleWish.Strike strike ->
          viewer.remark("A serial console takes characters, not keys.");
      case ConsoleWish.Fit fit -> {}
      case ConsoleWish.TakePhotograph take -> viewer.remark("A serial console has no picture.");
    }
  }

  private void type(Viewer viewer, byte[] bytes) {
    if (!keyboard.holds(viewer)) {
      viewer.remark("Somebody else has the keyboard, or nobody: ask for it.");
    } else if (bytes.length > ConsoleWish.MOST_TYPED) {
      viewer.remark("That is too much at once; nothing of it was typed.");
    } else {
      switch (keeper.type(bytes)) {
        case TAKEN -> {}
        case FULL ->
            viewer.remark("The guest takes what is typed too slowly; the newest was dropped.");
        case SHUT -> viewer.remark("The console is not open; what was typed was dropped.");
      }
    }
  }

  private void openAnyway(Viewer viewer) {
    if (!viewer.who().may(Permission.OPERATE)) {
      viewer.remark(
          "You may watch, but not take the console: that needs the permission to operate.");
      return;
    }
    if (keeper.force()) {
      LOG.info(
          "{}: {} takes the serial console from whoever has it outside of Pilothouse",
          name,
          Visible.line(viewer.who().name()));
    }
  }

  /** Something happened to the VM: never blocks. */
  void poke() {
    keeper.poke();
  }

  void close(String why) {
    feed.end(why);
    keeper.close();
  }
}
