package dev.pilothouse.tui.shell.order;

import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import java.util.Collection;
import java.util.stream.Collectors;

/** Leaving operations that go on: says which and how to see more of them. */
public final class Goodbye {
  private Goodbye() {}

  public static CommandException interrupted(Collection<Long> running, int notOrdered) {
    return CommandException.interrupted(stillRunning(running, notOrdered));
  }

  public static CommandException timeOver(Collection<Long> running, int notOrdered) {
    return new CommandException(
        ExitStatus.TIMED_OUT, "The time is over. " + stillRunning(running, notOrdered));
  }

  private static String stillRunning(Collection<Long> running, int notOrdered) {
    String numbers =
        running.stream().sorted().map(Object::toString).collect(Collectors.joining(" "));
    String rest =
        notOrdered == 0
            ? ""
            : " " + notOrdered + (notOrdered == 1 ? " was" : " were") + " not ordered.";
    return switch (running.size()) {
      case 0 -> "Nothing is under way." + rest;
      case 1 ->
          "Operation "
              + numbers
              + " goes on; see how it does with 'op watch "
              + numbers
              + "', stop it with 'op cancel "
              + numbers
              + "'."
              + rest;
      default ->
          running.size()
              + " operations go on; wait for them with 'op wait "
              + numbers
              + "'."
              + rest;
    };
  }
}
