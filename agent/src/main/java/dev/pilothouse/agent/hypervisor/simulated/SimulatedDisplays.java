package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Conduit;
import dev.pilothouse.agent.hypervisor.Displays;
import dev.pilothouse.agent.xml.DisplaysXml;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Displays without a picture: a viewer is greeted, and told so (RFC 6143, section 7.1.2). SPICE is
 * not spoken and ends at once.
 */
public final class SimulatedDisplays implements Displays {
  private static final String GREETING = "RFB 003.008\n";
  private static final String NO_PICTURE = "This VM is simulated and has no picture.";

  private final Function<UUID, String> live;

  /**
   * @param live the XML of a VM that runs; WRONG_STATE for one that does not
   */
  public SimulatedDisplays(Function<UUID, String> live) {
    this.live = live;
  }

  @Override
  public Conduit open(UUID vm, Display display) {
    int unused = DisplaysXml.index(live.apply(vm), display);
    Screenless conduit = new Screenless();
    switch (display) {
      case VNC -> conduit.say(GREETING.getBytes(StandardCharsets.US_ASCII));
      case SPICE -> conduit.close();
    }
    return conduit;
  }

  /** No security type, then why not. */
  private static byte[] refusal() {
    byte[] why = NO_PICTURE.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(5 + why.length).put((byte) 0).putInt(why.length).put(why).array();
  }

  private static final class Screenless implements Conduit {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
    private int heard;

    void say(byte[] bytes) {
      said.add(bytes);
    }

    @Override
    public InputStream in() {
      return new InputStream() {
        private ByteBuffer unread = ByteBuffer.allocate(0);

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          if (length == 0) {
            return 0;
          }
          try {
            if (!unread.hasRemaining()) {
              unread = ByteBuffer.wrap(said.take());
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
          }
          if (!unread.hasRemaining()) {
            say(END);
            return -1;
          }
          int part = Math.min(length, unread.remaining());
          unread.get(target, offset, part);
          return part;
        }
      };
    }

    @Override
    public OutputStream out() {
      return new OutputStream() {
        @Override
        public void write(int b) {
          heard++;
          if (heard == GREETING.length()) {
            say(refusal());
            say(END);
          }
        }
      };
    }

    @Override
    public void close() {
      say(END);
    }
  }
}
