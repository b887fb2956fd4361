package dev.pilothouse.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A loopback port before another, for one connection, which counts what goes through. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final AtomicLong toServer = new AtomicLong();
  private final AtomicLong toClient = new AtomicLong();

  Relay(int port) throws IOException {
    Thread.ofVirtual().start(() -> relay(port));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** TCP's payload in bytes, since the connection began. */
  long toServer() {
    return toServer.get();
  }

  long toClient() {
    return toClient.get();
  }

  private void relay(int port) {
    try (Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread up = Thread.ofVirtual().start(() -> pass(client, server, toServer));
      pass(server, client, toClient);
      up.join();
    } catch (IOException e) {
      // one end is gone, and so is the other
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(Socket from, Socket to, AtomicLong count) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] part = new byte[65_536];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        out.write(part, 0, n);
        count.addAndGet(n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // one end is gone
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
