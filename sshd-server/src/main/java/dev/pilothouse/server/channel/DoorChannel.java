package dev.pilothouse.server.channel;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.server.auth.Login;
import dev.pilothouse.server.auth.Tries;
import dev.pilothouse.server.channel.Wire.Stream;
import dev.pilothouse.server.session.DoorSession;
import dev.pilothouse.server.session.Occupied;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.channel.ChannelAsyncOutputStream;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerConnectionService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session channel (RFC 4254, section 6): reads what the client asks for, puts the right occupant
 * in, and looks after time and room.
 */
public final class DoorChannel extends ChannelSession implements Occupied, Wire.Port {
  private static final Logger log = LoggerFactory.getLogger(DoorChannel.class);
  private static final int MOST_ENVIRONMENT_REQUESTS = 200;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final House house;
  private final ClientTerminal terminal;
  private final Wire wire = new Wire(this);
  private final List<String> remarks = new ArrayList<>();
  private volatile @Nullable Occupant occupant;
  private volatile long activeAt = System.nanoTime();
  private long warnedAt;
  private int environmentRequests;
  private boolean shed;
  private boolean terminalForbidden;

  public DoorChannel(House house) {
    super(List.of());
    this.house = house;
    this.terminal = new ClientTerminal(house.limits());
  }

  private DoorSession door() {
    return (DoorSession) getSession();
  }

  private Login login() {
    Login login = Tries.login(getSession());
    if (login == null) {
      throw new IllegalStateException("a channel before the login");
    }
    return login;
  }

  // What the client asks for

  @Override
  protected Result handleEnvParsed(String name, String value) {
    environmentRequests++;
    if (environmentRequests > MOST_ENVIRONMENT_REQUESTS) {
      refused("a flood of environment variables");
      door().dismiss("too many environment variables");
    }
    return result(terminal.set(name, value));
  }

  @Override
  protected Result handlePtyReqParsed(
      String type, int columns, int rows, int width, int height, Map<PtyMode, Integer> modes) {
    if (!login().terminal()) {
      // Not a failure: OpenSSH's client would end before any message of ours reaches the person.
      terminalForbidden = true;
      refused("pty");
      return Result.ReplySuccess;
    }
    terminal.describe(type, columns, rows);
    return Result.ReplySuccess;
  }

  @Override
  protected Result handleWindowChangeParsed(int columns, int rows, int width, int height) {
    terminal.resize(columns, rows);
    Occupant now = occupant;
    if (now != null) {
      now.resized(terminal.columns(), terminal.rows());
    }
    return Result.ReplySuccess;
  }

  @Override
  protected Result handleSignalParsed(String name) {
    Occupant now = occupant;
    if (now != null) {
      now.signalled(name);
    }
    return result(now != null);
  }

  @Override
  protected Result handleBreakParsed(long length) {
    return handleSignalParsed("INT");
  }

  @Override
  protected Result handleAgentForwardingParsed(String request) {
    remarks.add("agent forwarding (-A) is not possible here and was left out");
    refused("agent forwarding");
    return Result.ReplyFailure;
  }

  @Override
  protected Result handleX11Forwarding(String request, Buffer buffer, boolean wantReply) {
    remarks.add("X11 forwarding (-X) is not possible here and was left out");
    refused("X11 forwarding");
    return Result.ReplyFailure;
  }

  @Override
  protected Result handleShellParsed(String request) throws IOException {
    return enter(request, occupants().shell());
  }

  @Override
  protected Result handleExecParsed(String request, String line) throws IOException {
    return enter(request, occupants().command(line));
  }

  @Override
  protected Result handleSubsystemParsed(String request, String name) throws IOException {
    return enter(request, occupants().subsystem(name));
  }

  private Occupants occupants() {
    return new Occupants(
        house, principal(), login().publicKey(), wire, terminal, this::release, this::refused);
  }

  private Principal principal() {
    return login().at(getSession().getRemoteAddress());
  }

  private void refused(String what) {
    house.audit().refused(getSession().getUsername(), door().from(), what);
  }

  private static Result result(boolean good) {
    return good ? Result.ReplySuccess : Result.ReplyFailure;
  }

  // Running

  private Result enter(String request, Occupant who) throws IOException {
    commandInstance =
        new Occupation(
            this,
            terminalForbidden
                ? new Notice(wire, "your key may not have a terminal here (restrict, no-pty)", 4)
                : who);
    return prepareChannelCommand(request, commandInstance);
  }

  /** The client was told yes; from now on bytes may flow. */
  void started(Occupant who) {
    occupant = who;
    activeAt = System.nanoTime();
    remarks.addAll(door().takeRemarks());
    remarks.forEach(text -> wire.send(Stream.ERR, Notice.line(text), () -> {}));
    try {
      who.start();
    } catch (RuntimeException e) {
      log.error("A session of {} could not be opened", getSession().getUsername(), e);
      wire.send(Stream.ERR, Notice.line("an internal error; see the server's log"), () -> {});
      wire.finish(70);
    }
  }

  int received(byte[] bytes, int offset, int length) {
    activeAt = System.nanoTime();
    Occupant now = occupant;
    return now == null ? length : now.received(bytes, offset, length);
  }

  void inputEnded() {
    Occupant now = occupant;
    if (now != null) {
      now.inputEnded();
    }
  }

  private void release(int bytes) {
    try {
      if (!isClosing()) {
        getLocalWindow().release(bytes);
      }
    } catch (IOException e) {
      log.debug("the window of {} could not be opened again", this, e);
    }
  }

  @Override
  public void write(Stream stream, byte[] bytes, Runnable done) {
    ChannelAsyncOutputStream target = stream == Stream.OUT ? asyncOut : asyncErr;
    Occupant now = occupant;
    if (now != null && now.outputIsActivity()) {
      activeAt = System.nanoTime();
    }
    try {
      target.writeBuffer(new ByteArrayBuffer(bytes)).addListener(written -> done.run());
    } catch (IOException | RuntimeException e) {
      log.debug("{} cannot be written to", this, e);
      wire.breakOff();
      done.run();
    }
  }

  @Override
  public void finish(int exitStatus) {
    try {
      sendExitStatus(exitStatus);
      sendEof();
    } catch (IOException e) {
      log.debug("{} could not be told the exit status", this, e);
    }
    commandExitFuture.setClosed();
    close(false);
  }

  @Override
  protected Result handleInternalRequest(String type, boolean wantReply, Buffer buffer)
      throws IOException {
    if (!type.equals("eow@openssh.com")) {
      Result result = super.handleInternalRequest(type, wantReply, buffer);
      // The library would write a name it does not know to the log as it came.
      return result == Result.Unsupported ? Result.ReplyFailure : result;
    }
    // OpenSSH's PROTOCOL, 2.1: whoever read our output is gone, as with a broken pipe.
    wire.discard();
    closeStreams();
    Occupant now = occupant;
    if (now != null) {
      now.gone();
    }
    return Result.ReplySuccess;
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    wire.progressed();
    super.handleWindowAdjust(buffer);
    if (asyncErr != null) {
      asyncErr.onWindowExpanded(); // the library resumes the other stream only
    }
  }

  @Override
  public void handleClose() throws IOException {
    abandonOutput(); // a client that closed will open no window for what is left
    super.handleClose();
  }

  @Override
  protected void preClose() {
    if (!wire.isEnding()) {
      wire.breakOff();
    }
    Occupant now = occupant;
    if (now != null) {
      now.gone();
    }
    super.preClose();
  }

  private void abandonOutput() {
    wire.breakOff();
    closeStreams();
  }

  private void closeStreams() {
    if (asyncOut != null) {
      asyncOut.close(true);
      asyncErr.close(true);
    }
  }

  // Looking after time and room

  @Override
  public void tick(long now) {
    Occupant who = occupant;
    if (who == null) {
      return; // the connection's own idle time covers a channel nobody uses
    }
    if (wire.stalledFor(now) > house.timeouts().stalled().toNanos()) {
      stalled();
      return;
    }
    Duration most =
        who.outputIsActivity() ? house.timeouts().commandIdle() : house.timeouts().idle();
    long left = activeAt + most.toNanos() - now;
    if (left <= 0) {
      end("nothing was done here for too long");
    } else if (left <= house.timeouts().idleWarning().toNanos() && now - warnedAt >= SECOND) {
      warnedAt = now;
      who.warn((int) ((left + SECOND - 1) / SECOND));
    }
  }

  /** The rest of the connection lives on, if there is any and its peer reads that. */
  private void stalled() {
    refused("the peer stopped reading");
    if (shed || getSession().getService(ServerConnectionService.class).getChannels().size() <= 1) {
      door().shed("the peer stopped reading");
    } else {
      shed = true;
      wire.progressed();
      abandonOutput();
      close(false);
    }
  }

  @Override
  public void end(String why) {
    Occupant now = occupant;
    if (now != null) {
      now.end(why);
    } else {
      close(false);
    }
  }
}
