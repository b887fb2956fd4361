package dev.pilothouse.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A TCP server that stands for one in a guest; each connection is served by a thread. */
final class GuestServer implements AutoCloseable {
  /** What is done with a connection. */
  interface Service {
    void serve(Socket client) throws IOException;
  }

  private final ServerSocket server;
  private final Queue<Socket> clients = new ConcurrentLinkedQueue<>();

  GuestServer(Service service) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(service));
  }

  /** Says back what it hears, until that ends. */
  static GuestServer echo() throws IOException {
    return new GuestServer(
        client -> {
          client.getInputStream().transferTo(client.getOutputStream());
          client.shutdownOutput();
        });
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept(Service service) {
    try {
      while (true) {
        Socket client = server.accept();
        clients.add(client);
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    service.serve(client);
                  } catch (IOException e) {
                    // It went away, which some tests want.
                  }
                });
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
