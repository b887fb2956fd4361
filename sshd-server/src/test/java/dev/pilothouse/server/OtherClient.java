package dev.pilothouse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;

/** Apache MINA's client, which can be made to send what OpenSSH's never does. */
final class OtherClient implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final SshClient client = SshClient.setUpDefaultClient();
  private final ClientSession session;

  OtherClient(DoorFixture fixture) throws Exception {
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.setKeyIdentityProvider(new FileKeyPairProvider(fixture.dir.resolve("id")));
    client.start();
    session = client.connect("alice", "127.0.0.1", fixture.door.port()).verify(LONG).getSession();
    session.auth().verify(LONG);
  }

  /** An open session channel and what came out of it. */
  final class Opened {
    private final ClientChannel channel;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Opened(ClientChannel channel) throws IOException {
      this.channel = channel;
      channel.setOut(synchronised(out));
      channel.setErr(synchronised(err));
      channel.open().verify(LONG);
    }

    void type(String keys) throws IOException {
      channel.getInvertedIn().write(keys.getBytes(UTF_8));
      channel.getInvertedIn().flush();
    }

    /** RFC 4254, section 6.9. */
    void signal(String name) throws IOException {
      Buffer request = request("signal");
      request.putString(name);
      session.writePacket(request).verify(LONG);
    }

    /** RFC 4254, section 6.7. */
    void size(long columns, long rows) throws IOException {
      Buffer request = request("window-change");
      request.putUInt(columns);
      request.putUInt(rows);
      request.putUInt(0);
      request.putUInt(0);
      session.writePacket(request).verify(LONG);
    }

    private Buffer request(String type) {
      Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
      request.putUInt(((AbstractClientChannel) channel).getRecipient());
      request.putString(type);
      request.putBoolean(false);
      return request;
    }

    String out() {
      synchronized (out) {
        return out.toString(UTF_8);
      }
    }

    String err() {
      synchronized (err) {
        return err.toString(UTF_8);
      }
    }

    void awaitsOut(String text) {
      await().atMost(LONG).untilAsserted(() -> assertThat(out()).contains(text));
    }

    void awaitsErr(String text) {
      await().atMost(LONG).untilAsserted(() -> assertThat(err()).contains(text));
    }

    int exitStatus() {
      assertThat(channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LONG))
          .contains(ClientChannelEvent.CLOSED);
      return channel.getExitStatus();
    }
  }

  /** Without a terminal. */
  Opened command(String line) throws IOException {
    return new Opened(session.createExecChannel(line));
  }

  Opened commandOnTerminal(String line) throws IOException {
    ChannelExec channel = session.createExecChannel(line);
    channel.setUsePty(true);
    return new Opened(channel);
  }

  Opened textUi() throws IOException {
    ChannelShell channel = session.createShellChannel();
    channel.setPtyType("xterm-256color");
    return new Opened(channel);
  }

  /** Asks for a channel of some type, with nothing after its common head. */
  ClientChannel open(String type) throws IOException {
    AbstractClientChannel channel =
        new AbstractClientChannel(type) {
          @Override
          protected void doOpen() {}
        };
    session
        .getService(org.apache.sshd.common.session.ConnectionService.class)
        .registerChannel(channel);
    channel.open().verify(LONG);
    return channel;
  }

  private static OutputStream synchronised(ByteArrayOutputStream into) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        synchronized (into) {
          into.write(b);
        }
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        synchronized (into) {
          into.write(bytes, offset, length);
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    session.close(true).await();
    client.stop();
  }
}
