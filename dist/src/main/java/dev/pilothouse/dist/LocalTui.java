package dev.pilothouse.dist;

import com.googlecode.lanterna.TerminalSize;
import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.Reception;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.shell.CommandShell;
import dev.pilothouse.tui.shell.call.Surroundings;
import dev.pilothouse.tui.terminal.LocalTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** The text UI in this process's own terminal. */
final class LocalTui {
  private LocalTui() {}

  /**
   * Opens the terminal; nothing changes on it yet.
   *
   * @throws CannotStartException when there is none
   */
  static LocalTerminal terminal() {
    try {
      return LocalTerminal.open(System.getenv());
    } catch (IOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Shows the text UI until the person leaves; the terminal is as before then. */
  static int run(
      LocalTerminal terminal,
      ControlRoomReception reception,
      Principal who,
      List<KnownImage> ownImages)
      throws InterruptedException {
    return show(
        terminal,
        description ->
            reception.openTui(who, ownPublicKey(), terminal, description, here(ownImages)));
  }

  /** Shows one console until the person leaves it. */
  static int console(ControlRoomReception reception, Principal who, ConsoleTarget target) {
    LocalTerminal terminal = terminal();
    try {
      return show(
          terminal, description -> reception.openConsole(who, target, terminal, description));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int show(
      LocalTerminal terminal, Function<Reception.TerminalDescription, Reception.TuiSession> opening)
      throws InterruptedException {
    try (terminal) {
      TerminalSize size = terminal.size();
      Reception.TuiSession session =
          opening.apply(
              new Reception.TerminalDescription(
                  System.getenv().getOrDefault("TERM", ""),
                  size.getColumns(),
                  size.getRows(),
                  System.getenv()));
      terminal.start(new Keyboard(session, terminal));
      return terminal.await();
    } catch (IOException e) {
      throw new CannotStartException("The terminal cannot be used: " + e.getMessage(), e);
    }
  }

  /** The one that ssh(1) would try first. */
  private static String ownPublicKey() {
    Path folder = Path.of(System.getProperty("user.home"), ".ssh");
    for (String name : List.of("id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub")) {
      try {
        return Files.readString(folder.resolve(name)).lines().findFirst().orElse("").strip();
      } catch (IOException e) {
        // Not there, or not to be read: the next one.
      }
    }
    return "";
  }

  /** The person sits at this machine: its files and their editor are theirs to use. */
  static Surroundings here(List<KnownImage> ownImages) {
    return Surroundings.local(
            Clock.systemUTC(), CommandShell.editor(System.getenv()), Main.versionText())
        .withImages(ownImages);
  }

  private record Keyboard(Reception.TuiSession session, LocalTerminal terminal)
      implements LocalTerminal.Listener {
    @Override
    public void input(byte[] bytes) {
      session.received(bytes, 0, bytes.length);
    }

    @Override
    public void resized(TerminalSize size) {
      session.resized(size.getColumns(), size.getRows());
    }

    @Override
    public void closed() {
      session.hungUp();
      terminal.close(0);
    }
  }
}
