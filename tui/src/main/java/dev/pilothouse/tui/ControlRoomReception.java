package dev.pilothouse.tui;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.wire.KnownImages;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.reach.FleetReach;
import dev.pilothouse.tui.session.Commands;
import dev.pilothouse.tui.session.Seat;
import dev.pilothouse.tui.session.SessionHub;
import dev.pilothouse.tui.shell.CommandShell;
import dev.pilothouse.tui.shell.call.Surroundings;
import dev.pilothouse.tui.terminal.Link;
import dev.pilothouse.tui.terminal.LocalTerminal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The reception of a real house: sessions and a command shell on one control room. */
public final class ControlRoomReception implements Reception, AutoCloseable {
  private final ControlRoom room;
  private final String node;
  private final Clock clock;
  private final Duration acceptWithin;
  private final SessionHub hub;
  private final FleetReach reach;
  private final CommandShell shell;
  private final Commands remote;
  private final KnownImages known;

  /**
   * @param node the name of this management node
   */
  public ControlRoomReception(ControlRoom room, Surroundings around, String node) {
    this.room = room;
    this.node = node;
    clock = around.clock();
    known = around.known();
    acceptWithin = around.acceptWithin();
    shell = new CommandShell(room, around.with(this::console));
    remote = new TypedCommands(room, shell);
    reach = new FleetReach(room);
    hub = new SessionHub(room, node, around.clock());
  }

  @Override
  public TuiSession openTui(
      Principal who, String publicKey, Link link, TerminalDescription terminal) {
    return hub.open(who, new Seat(remote, Optional.empty(), publicKey, known), link, terminal);
  }

  /**
   * Opens the text UI for somebody at this machine: commands may name its files, and XML is edited
   * in the person's own editor.
   *
   * @param publicKey their own, as a line of authorized_keys; empty without one
   * @param at where the person is, which is local
   */
  public TuiSession openTui(
      Principal who,
      String publicKey,
      LocalTerminal terminal,
      TerminalDescription description,
      Surroundings at) {
    Commands commands = new TypedCommands(room, new CommandShell(room, at));
    Seat seat =
        new Seat(
            commands, Optional.of(new EditorOutside(terminal, at.editor())), publicKey, at.known());
    return hub.open(who, seat, terminal, description);
  }

  /** Somebody's terminal shows one console and nothing else. */
  private int console(Principal who, ConsoleTarget target, CommandStreams streams) {
    TerminalDescription terminal = streams.terminal().orElseThrow();
    return StreamTerminal.run(
        streams,
        link ->
            hub.open(
                who,
                new Seat(remote, Optional.empty(), "", known),
                link,
                terminal,
                Optional.of(target)));
  }

  /** The same for somebody at this machine. */
  public TuiSession openConsole(
      Principal who,
      ConsoleTarget target,
      LocalTerminal terminal,
      TerminalDescription description) {
    Seat seat = new Seat(remote, Optional.empty(), "", known);
    return hub.open(who, seat, terminal, description, Optional.of(target));
  }

  @Override
  public int run(Principal who, List<String> words, CommandStreams streams) {
    return shell.run(who, words, streams);
  }

  @Override
  public ImageShelf images(Principal who) {
    return new FleetShelf(room, who, acceptWithin);
  }

  @Override
  public Passage open(Principal who, String target, int port) {
    return reach.open(who, target, port);
  }

  @Override
  public int lineShell(Principal who, CommandStreams streams) {
    Subscription shown = register(who);
    try {
      return shell.lineShell(who, streams);
    } finally {
      shown.close();
    }
  }

  /**
   * Shows the line shell among the sessions; without the bus it is not shown, and works no less.
   */
  private Subscription register(Principal who) {
    String id = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24, 1 << 30), 36);
    try {
      return room.register(
          new SessionInfo(id, who.name(), who.origin(), "shell", node, clock.instant()));
    } catch (BusUnavailableException e) {
      return () -> {};
    }
  }

  /** Ends all sessions and restores their terminals. */
  @Override
  public void close() {
    hub.close();
  }
}
