package dev.pilothouse.fleet.stream;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.operation.StreamOffer.Address;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The agent's side of an offer: takes it. */
public final class StreamDial {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** For each answer in the greeting. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final StreamKey key;

  public StreamDial(StreamKey key) {
    this.key = key;
  }

  /** What the node's door refused, in its words. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
      super(why);
    }
  }

  /**
   * Tries the addresses of the offer one after the other.
   *
   * @throws OperationException SOURCE_UNREACHABLE, with what to open
   */
  public StreamLink take(StreamOffer offer) {
    List<String> tried = new ArrayList<>();
    try {
      SSLContext tls = key.tls(Optional.of(offer.pin()));
      for (Address at : offer.at()) {
        try {
          return take(at, offer.token(), tls);
        } catch (RefusedException e) {
          throw unreachable(
              "The management node does not give the stream: " + e.getMessage() + ".",
              "Send it again.",
              e);
        } catch (IOException e) {
          tried.add(at + " (" + words(e) + ")");
        }
      }
    } catch (IOException e) {
      tried.add(String.valueOf(e.getMessage()));
    }
    throw unreachable(
        "This host's agent cannot reach the management node for the stream: "
            + (tried.isEmpty() ? "the order names no address" : String.join(", ", tried))
            + ".",
        "Open that TCP port of the management node for this host, or set where agents reach the"
            + " node: 'advertise' below 'streams' in its configuration.",
        null);
  }

  private static OperationException unreachable(
      String message, String hint, @Nullable Exception cause) {
    Failure failure = new Failure(ErrorCode.SOURCE_UNREACHABLE, message, hint);
    return cause == null ? new OperationException(failure) : new OperationException(failure, cause);
  }

  private static String words(IOException e) {
    return switch (e) {
      case SocketTimeoutException timeout -> "no answer";
      case UnknownHostException unknown -> "no such name";
      case SSLException tls ->
          tls.getCause() instanceof CertificateException
              ? "another machine or program answers there"
              : "what answers there breaks off";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static StreamLink take(Address at, String token, SSLContext tls) throws IOException {
    Socket socket = new Socket();
    boolean taken = false;
    try {
      socket.connect(new InetSocketAddress(at.host(), at.port()), (int) CONNECT.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) ANSWER.toMillis());
      SSLSocket secure =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, at.host(), at.port(), true);
      secure.startHandshake();
      OutputStream to = secure.getOutputStream();
      DataInputStream from = new DataInputStream(new BufferedInputStream(secure.getInputStream()));
      Frame.write(to, Frame.Kind.HELLO, token.getBytes(StandardCharsets.US_ASCII));
      Frame answer = Frame.read(from);
      if (answer.kind() == Frame.Kind.ABORT) {
        throw new RefusedException(StreamLink.reason(answer));
      }
      if (answer.kind() != Frame.Kind.ALIVE) {
        throw new IOException("it does not answer as a management node does");
      }
      StreamLink link = StreamLink.start(socket, from, to);
      taken = true;
      return link;
    } finally {
      if (!taken) {
        socket.close();
      }
    }
  }
}
