package dev.pilothouse.tui;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.session.SessionHub;
import dev.pilothouse.tui.shell.CommandShell;
import dev.pilothouse.tui.shell.call.Surroundings;
import dev.pilothouse.tui.terminal.Link;
import java.util.List;

/** The reception of a real house: sessions and a command shell on one control room. */
public final class ControlRoomReception implements Reception, AutoCloseable {
  private final SessionHub hub;
  private final CommandShell shell;

  /**
   * @param node the name of this management node
   */
  public ControlRoomReception(ControlRoom room, Surroundings around, String node) {
    shell = new CommandShell(room, around);
    hub = new SessionHub(room, new TypedCommands(room, shell), node, around.clock());
  }

  @Override
  public TuiSession openTui(Principal who, Link link, TerminalDescription terminal) {
    return hub.open(who, link, terminal);
  }

  @Override
  public int run(Principal who, List<String> words, CommandStreams streams) {
    return shell.run(who, words, streams);
  }

  @Override
  public int lineShell(Principal who, CommandStreams streams) {
    return shell.lineShell(who, streams);
  }

  /** Ends all sessions and restores their terminals. */
  @Override
  public void close() {
    hub.close();
  }
}
