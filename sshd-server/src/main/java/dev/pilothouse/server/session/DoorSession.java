package dev.pilothouse.server.session;

import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.server.auth.Login;
import dev.pilothouse.server.auth.Source;
import dev.pilothouse.server.auth.Tries;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.jspecify.annotations.Nullable;

/**
 * One connection. It knows how much is waiting to be read by its peer and for how long, whatever
 * wrote it, so that a peer that stopped reading can be shed.
 */
public final class DoorSession extends ServerSessionImpl {
  private static final String KEEPALIVE = "keepalive@openssh.com";

  private final Object meter = new Object();
  private final Source source;
  private final String from;
  private final long openedAt = System.nanoTime();
  private final AtomicBoolean startingUp = new AtomicBoolean(true);
  private volatile long heardAt = openedAt;
  private volatile long loggedInAt;
  private volatile long quietSince = openedAt;
  private volatile String why = "closed";
  private final Set<String> remarks = ConcurrentHashMap.newKeySet();
  private volatile boolean openedSession;
  private final Map<Long, String> explanations = new ConcurrentHashMap<>();
  private int unanswered;
  private long unsent;
  private long progressAt = openedAt;

  DoorSession(ServerFactoryManager server, IoSession io) throws Exception {
    super(server, io);
    this.source = Source.of(io.getRemoteAddress());
    this.from = Source.shown(io.getRemoteAddress());
  }

  Source source() {
    return source;
  }

  /** Address and port of the peer. */
  public String from() {
    return from;
  }

  /** Nanoseconds on the clock of {@link System#nanoTime()}. */
  long openedAt() {
    return openedAt;
  }

  /** Bytes handed over and not yet taken by the peer's side of the network. */
  long unsent() {
    synchronized (meter) {
      return unsent;
    }
  }

  /** For how long bytes have waited without any being taken, in nanoseconds. */
  long stalledFor(long now) {
    synchronized (meter) {
      return unsent == 0 ? 0 : now - progressAt;
    }
  }

  @Override
  public IoWriteFuture writePacket(Buffer buffer) throws IOException {
    return metered(buffer, () -> super.writePacket(buffer));
  }

  @Override
  public IoWriteFuture writePacket(Buffer buffer, long timeout, TimeUnit unit) throws IOException {
    return metered(buffer, () -> super.writePacket(buffer, timeout, unit));
  }

  private interface Write {
    IoWriteFuture write() throws IOException;
  }

  /**
   * Writes as one of the library's own threads, so that a key exchange under way queues the packet
   * instead of holding the caller until a peer that may never answer has finished it.
   */
  private IoWriteFuture metered(Buffer buffer, Write write) throws IOException {
    int size = buffer.available();
    synchronized (meter) {
      if (unsent == 0) {
        progressAt = System.nanoTime();
      }
      unsent += size;
    }
    IoWriteFuture future;
    try {
      future = ThreadUtils.runAsInternal(write::write);
    } catch (IOException | RuntimeException e) {
      taken(size);
      throw e;
    } catch (Exception e) {
      taken(size);
      throw new IOException(e);
    }
    future.addListener(done -> taken(size));
    return future;
  }

  private void taken(int size) {
    synchronized (meter) {
      unsent -= size;
      progressAt = System.nanoTime();
    }
  }

  @Override
  public void messageReceived(Readable buffer) throws Exception {
    heardAt = System.nanoTime();
    super.messageReceived(buffer);
  }

  /** True once: when the connection stops being one that has not logged in. */
  boolean startedUp() {
    return startingUp.getAndSet(false);
  }

  void loggedIn(long now) {
    loggedInAt = now;
    quietSince = now;
  }

  long loggedInAt() {
    return loggedInAt;
  }

  /** Since when no channel has been open, given whether there is one now. */
  long quietSince(boolean channels, long now) {
    if (channels) {
      quietSince = now;
    }
    return quietSince;
  }

  /**
   * Why a channel is not opened, for the message that refuses it; the library has no room for it.
   *
   * @param sender the client's number of the channel
   */
  public void explain(long sender, String why) {
    explanations.put(sender, why);
  }

  /** What was explained of that channel, once; else {@code otherwise}. */
  String explanation(long sender, String otherwise) {
    String why = explanations.remove(sender);
    return why == null ? otherwise : why;
  }

  void openedSession() {
    openedSession = true;
  }

  /**
   * Whether its user came for connections to VMs (ssh -N) and may have them: such a connection
   * waits for its next viewer, and only the longest time for all ends it.
   */
  boolean onlyForwards() {
    @Nullable Login login = Tries.login(this);
    return !openedSession && login != null && login.forwarding() && mayForward(login.role());
  }

  private static boolean mayForward(Role role) {
    return role.allows(Verb.OPEN_DISPLAY.permission()) || role.allows(Verb.OPEN_PORT.permission());
  }

  /**
   * Asks a silent peer for a sign of life.
   *
   * @param every nanoseconds of silence before each question
   * @return false when {@code most} questions went unanswered
   */
  boolean keepAlive(long now, long every, int most) throws IOException {
    long silent = now - heardAt;
    if (silent < every) {
      unanswered = 0;
    } else if (silent >= every * (unanswered + 1)) {
      if (unanswered >= most) {
        return false;
      }
      unanswered++;
      Buffer question = createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
      question.putString(KEEPALIVE);
      question.putBoolean(true);
      request(question, KEEPALIVE, (command, answer) -> {});
    }
    return true;
  }

  /** What was refused where no message reaches the person; the next channel tells it. */
  void remark(String text) {
    remarks.add(text);
  }

  /** The remarks that nobody has told yet. */
  public Set<String> takeRemarks() {
    Set<String> all = Set.copyOf(remarks);
    remarks.removeAll(all);
    return all;
  }

  String why() {
    return why;
  }

  /** Closes without another byte to a peer that does not read anyway. */
  public void shed(String reason) {
    why = reason;
    close(true);
  }

  /** Tells the peer why, then closes. */
  public void dismiss(String reason) {
    why = reason;
    try {
      disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, reason);
    } catch (IOException e) {
      close(true);
    }
  }
}
