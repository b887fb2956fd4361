package dev.pilothouse.server.forward;

import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.server.auth.Login;
import dev.pilothouse.server.auth.Tries;
import dev.pilothouse.server.channel.ClientInput;
import dev.pilothouse.server.channel.House;
import dev.pilothouse.server.session.DoorSession;
import dev.pilothouse.server.session.Occupied;
import dev.pilothouse.tui.Reception.Passage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelAsyncOutputStream;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to something of a VM in an SSH channel. Two virtual threads carry the bytes, one
 * buffer each; from the client at most as much waits as the channel's window lets in.
 */
final class ForwardChannel extends AbstractServerChannel implements Occupied {
  private static final Logger log = LoggerFactory.getLogger(ForwardChannel.class);
  private static final int BUFFER = 32 << 10;
  private static final int WAYS = 2;
  private static final long LOOK_EVERY = Duration.ofMillis(500).toNanos();

  private final House house;
  private final Standing standing;
  private final ClientInput input = new ClientInput(this::release);
  private final AtomicInteger under = new AtomicInteger(WAYS);
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile @Nullable ChannelAsyncOutputStream output;
  private volatile @Nullable Passage passage;
  private volatile long openedAt;
  private volatile long lookedAt = System.nanoTime();

  ForwardChannel(House house, Standing standing) {
    super("", List.of(), null);
    this.house = house;
    this.standing = standing;
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

  // Opening

  @Override
  protected OpenFuture doInit(Buffer buffer) {
    String target = buffer.getString();
    int port = buffer.getInt(); // where the client's own client came from follows; nobody asks
    OpenFuture opening = new DefaultOpenFuture(this, this);
    output = new ChannelAsyncOutputStream(this, SshConstants.SSH_MSG_CHANNEL_DATA);
    if (!login().forwarding()) {
      refuse(
          opening,
          target,
          port,
          Refusal.prohibited("your key may not forward here (restrict, no-port-forwarding)"));
      return opening;
    }
    try {
      house.threads().execute(() -> connect(opening, target, port));
    } catch (RejectedExecutionException e) {
      refuse(opening, target, port, Refusal.internal());
    }
    return opening;
  }

  private void connect(OpenFuture opening, String target, int port) {
    Principal who = login().at(getSession().getRemoteAddress());
    try {
      opened(opening, house.reception().open(who, target, port));
    } catch (OperationException e) {
      refuse(opening, target, port, Refusal.of(e.failure()));
    } catch (RuntimeException e) {
      log.error("A connection for {} could not be opened", who.name(), e);
      refuse(opening, target, port, Refusal.internal());
    }
  }

  private void refuse(OpenFuture opening, String target, int port, Refusal refusal) {
    house
        .audit()
        .refused(
            getSession().getUsername(),
            door().from(),
            "a forward to " + target + ":" + port + ": " + refusal.text());
    door().explain(getRecipient(), refusal.text());
    Throwable why = refusal.exception(getChannelId());
    signalChannelOpenFailure(why);
    notifyStateChanged("refused");
    try {
      opening.setException(why);
    } finally {
      close(true);
    }
  }

  private void opened(OpenFuture opening, Passage to) {
    openedAt = System.nanoTime();
    passage = to;
    house.audit().forwarding(getSession().getUsername(), door().from(), to.what());
    if (isClosing()) {
      over(); // the client left meanwhile
      return;
    }
    signalChannelOpenSuccess();
    opening.setOpened();
    notifyStateChanged("opened");
    carry(() -> toVm(to));
    carry(() -> toClient(to));
  }

  // Carrying

  private interface Way {
    void carry() throws IOException;
  }

  private void carry(Way way) {
    try {
      house
          .threads()
          .execute(
              () -> {
                try {
                  way.carry();
                  if (under.decrementAndGet() == 0) {
                    close(false);
                  }
                } catch (IOException e) {
                  log.debug("{} broke", this, e);
                  close(false);
                }
              });
    } catch (RejectedExecutionException e) {
      close(true);
    }
  }

  private void toVm(Passage to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    OutputStream out = to.out();
    for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
      out.write(buffer, 0, n);
      sent.addAndGet(n);
    }
    out.close();
  }

  private void toClient(Passage from) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = from.in().read(buffer); n >= 0; n = from.in().read(buffer)) {
      send(Arrays.copyOf(buffer, n));
      received.addAndGet(n);
    }
    sendEof();
  }

  /** Waits until the transport took it, which it does as far as the client's window allows. */
  private void send(byte[] bytes) throws IOException {
    ChannelAsyncOutputStream out = output;
    if (out == null) {
      throw new IOException("it was never opened");
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    out.writeBuffer(new ByteArrayBuffer(bytes))
        .addListener(written -> done.complete(written.isWritten()));
    try {
      if (!done.get()) {
        throw new IOException("the client is gone");
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  protected void doWriteData(byte[] bytes, int offset, long length) {
    input.add(Arrays.copyOfRange(bytes, offset, offset + (int) length));
  }

  @Override
  protected void doWriteExtendedData(byte[] bytes, int offset, long length) throws IOException {
    throw new IOException("a connection has no second stream");
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
  public void handleEof() throws IOException {
    super.handleEof();
    input.end();
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    super.handleWindowAdjust(buffer);
    ChannelAsyncOutputStream out = output;
    if (out != null) {
      out.onWindowExpanded();
    }
  }

  /** Nothing can be asked of such a channel; the library would log a name that came as it came. */
  @Override
  protected Result handleInternalRequest(String type, boolean wantReply, Buffer buffer) {
    return Result.ReplyFailure;
  }

  // Ending

  @Override
  protected void preClose() {
    over();
    super.preClose();
  }

  @Override
  protected Closeable getInnerCloseable() {
    return builder().close(output).close(super.getInnerCloseable()).build();
  }

  private void over() {
    input.breakOff();
    ChannelAsyncOutputStream out = output;
    if (out != null) {
      out.close(true); // who closed opens no window for what is left
    }
    Passage open = passage;
    if (open != null && told.compareAndSet(false, true)) {
      open.close();
      Duration lasted = Duration.ofNanos(System.nanoTime() - openedAt);
      house
          .audit()
          .forwarded(
              getSession().getUsername(),
              door().from(),
              open.what(),
              lasted,
              sent.get(),
              received.get());
    }
  }

  /** Who was taken out of the accounts, or was given another role, keeps no connection. */
  @Override
  public void tick(long now) {
    if (now - lookedAt >= LOOK_EVERY && looking.compareAndSet(false, true)) {
      lookedAt = now;
      house
          .threads()
          .execute(
              () -> {
                try {
                  if (!standing.holds(login())) {
                    end("the account has changed");
                  }
                } finally {
                  looking.set(false);
                }
              });
    }
  }

  @Override
  public void end(String why) {
    log.debug("{} ends: {}", this, why);
    close(false);
  }
}
