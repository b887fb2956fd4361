package dev.pilothouse.server;

import dev.pilothouse.tui.Reception.Passage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/** A passage to a TCP server on this machine, which stands for a guest. */
final class FakePassage implements Passage {
  private final String what;
  private final Socket socket;
  private final AtomicBoolean broken = new AtomicBoolean();
  final AtomicBoolean closed = new AtomicBoolean();

  FakePassage(String what, int port) {
    this.what = what;
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public InputStream in() {
    try {
      InputStream from = socket.getInputStream();
      return new InputStream() {
        @Override
        public int read() throws IOException {
          throw new IOException("a byte at a time is slow");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int n = from.read(bytes, offset, length);
          if (broken.get()) {
            throw new IOException("the VM has stopped");
          }
          return n;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OutputStream out() {
    try {
      OutputStream to = socket.getOutputStream();
      return new OutputStream() {
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a host does when the VM stops. */
  void breakOff() {
    broken.set(true);
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed.set(true);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
