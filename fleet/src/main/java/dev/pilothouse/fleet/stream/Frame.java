package dev.pilothouse.fleet.stream;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What travels in a stream: a byte for the kind, three for the length of the body, the body. The
 * end is said, never guessed from a connection that closed.
 */
final class Frame {
  /** The longest body. */
  static final int MOST = 64 << 10;

  private static final int HEADER = 4;

  private final Kind kind;
  private final byte[] body;

  private Frame(Kind kind, byte[] body) {
    this.kind = kind;
    this.body = body;
  }

  Kind kind() {
    return kind;
  }

  /** Not copied: it is the reader's. */
  byte[] body() {
    return body;
  }

  /** The numbers stay as they are: nodes and agents of other versions know them. */
  enum Kind {
    /** The agent's first: the token. */
    HELLO(1),
    /** Nothing but a sign of life; the node's first says that the token was good. */
    ALIVE(2),
    DATA(3),
    /** No more data comes this way. */
    END(4),
    /** It is broken off; the body says why, in UTF-8. */
    ABORT(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /**
   * @throws EOFException when the connection ended
   * @throws IOException when it broke, or what comes is no frame
   */
  static Frame read(DataInputStream in) throws IOException {
    int number = in.readUnsignedByte();
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length > MOST) {
      throw new IOException("a frame of " + length + " bytes");
    }
    for (Kind kind : Kind.values()) {
      if (kind.number == number) {
        byte[] body = new byte[length];
        in.readFully(body);
        return new Frame(kind, body);
      }
    }
    throw new IOException("a frame of kind " + number);
  }

  /** In one write, so that it is one TLS record where it fits. */
  static void write(OutputStream out, Kind kind, byte[] body, int offset, int length)
      throws IOException {
    byte[] frame = new byte[HEADER + length];
    frame[0] = (byte) kind.number;
    frame[1] = (byte) (length >> 16);
    frame[2] = (byte) (length >> 8);
    frame[3] = (byte) length;
    System.arraycopy(body, offset, frame, HEADER, length);
    out.write(frame);
    out.flush();
  }

  static void write(OutputStream out, Kind kind, byte[] body) throws IOException {
    write(out, kind, body, 0, body.length);
  }
}
