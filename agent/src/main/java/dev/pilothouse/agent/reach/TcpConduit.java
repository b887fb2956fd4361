package dev.pilothouse.agent.reach;

import dev.pilothouse.agent.hypervisor.Conduit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP connection. */
final class TcpConduit implements Conduit {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConduit.class);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  TcpConduit(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    OutputStream to = socket.getOutputStream();
    this.out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            to.write(b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            to.write(bytes, offset, length);
          }

          @Override
          public void close() throws IOException {
            socket.shutdownOutput();
          }
        };
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing a connection", e);
    }
  }
}
