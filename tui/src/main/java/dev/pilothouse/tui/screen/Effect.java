package dev.pilothouse.tui.screen;

import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.GuestConsole;
import dev.pilothouse.tui.filter.FleetFilter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/** What a screen wants done. Only effects reach beyond the screen. */
public sealed interface Effect {
  /** Lays {@code screen} on top. */
  record Open(Screen screen) implements Effect {}

  /** Lays on top what is made of the world as it is then. */
  record OpenOf(Function<World, Screen> screen) implements Effect {}

  /** Takes the screen that says it off, with all above it; the last one never goes. */
  record Close() implements Effect {}

  /** Lays {@code screen} on the lowest one, in place of all others. */
  record Show(Screen screen) implements Effect {}

  /** Takes off all but the lowest screen. */
  record Home() implements Effect {}

  /** Ends the session. */
  record Quit() implements Effect {}

  /** Repaints everything, as after a garbled line. */
  record Redraw() implements Effect {}

  /** A message in the line above the keys. */
  record Say(String text, Tone tone) implements Effect {}

  /** How a message looks. */
  enum Tone {
    INFO,
    WARNING,
    ERROR
  }

  /**
   * Submits operations, a bounded number at a time.
   *
   * @param label for the summary line, such as {@code shutdown}
   * @param token comes back in {@link Msg.Submitted}
   */
  record Submit(String label, List<Target> targets, String token) implements Effect {
    public Submit {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Submits an operation and, when it has succeeded, others, whether or not the person is still
   * there.
   *
   * @param label for the summary line of the others
   * @param then what they are, by the number of the first; may be none
   */
  record InTurn(Target first, String label, LongFunction<List<Target>> then) implements Effect {}

  /** An operation, and what the person called its target. */
  record Target(Operation operation, String name) {}

  /** Narrows the list of the screen beneath down. */
  record Filter(FleetFilter filter) implements Effect {}

  /** Asks for an operation to be cancelled. */
  record Cancel(long number) implements Effect {}

  /** Reads a VM's XML and opens it, to look at or to edit. */
  record OpenXml(VmRef vm, String name, boolean edit) implements Effect {}

  /** Hands {@code text} to the person's own editor; {@link Msg.Edited} tells what came of it. */
  record UseEditor(VmRef vm, String text) implements Effect {}

  /** Reads a VM's definition again; {@link Msg.Reread} brings it. */
  record Reread(VmRef vm, String name) implements Effect {}

  /**
   * Carries out an operation that only reads.
   *
   * @param token comes back in {@link Msg.Answered}
   */
  record Read(Target target, String token) implements Effect {}

  /** Runs a line of the command shell and shows what it printed. */
  record RunCommand(String line) implements Effect {}

  /** Asks what could stand at the end of a command line. */
  record Complete(String line) implements Effect {}

  /** Puts {@code by} in the place of {@code screen}, if that is there still. */
  record Replace(Screen screen, Screen by) implements Effect {}

  /** Opens a guest's console, unless it is open; it closes with the last screen that shows it. */
  record OpenConsole(ConsoleTarget target) implements Effect {}

  /** Does something in a console that is open; must not block. */
  record InConsole(ConsoleTarget target, Consumer<GuestConsole> deed) implements Effect {}
}
