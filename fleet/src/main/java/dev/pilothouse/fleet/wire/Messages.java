package dev.pilothouse.fleet.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Messages of one sealed type over a stream of bytes: the length in four bytes, then the message in
 * CBOR (RFC 8949), with the same names and rules as the JSON of {@link Codec}. Thread-safe, but
 * each stream has one reader and one writer at a time.
 */
public final class Messages<T> {
  /** The longest message, in bytes: a screen of 200 x 60 cells of which no two are alike. */
  public static final int MOST = 2 << 20;

  private static final int HEADER = 4;
  private static final int MAX_DEPTH = 10;

  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final String name;

  public Messages(Class<T> type) {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxDocumentLength(MOST)
            .maxStringLength(MOST)
            .maxNestingDepth(MAX_DEPTH)
            .build();
    CBORMapper mapper =
        Codec.strict(
                CBORMapper.builder(CBORFactory.builder().streamReadConstraints(bounds).build()))
            .build();
    reader = mapper.readerFor(type);
    writer = mapper.writerFor(type);
    name = type.getSimpleName();
  }

  /** In one write, then flushed. */
  public void write(OutputStream out, T message) throws IOException {
    byte[] body;
    try {
      body = writer.writeValueAsBytes(message);
    } catch (JacksonException e) {
      throw new WireException(
          "a %s that cannot be written: %s".formatted(name, e.getOriginalMessage()), e);
    }
    if (body.length > MOST) {
      throw new WireException("a %s of %d bytes".formatted(name, body.length));
    }
    byte[] framed = new byte[HEADER + body.length];
    framed[0] = (byte) (body.length >>> 24);
    framed[1] = (byte) (body.length >>> 16);
    framed[2] = (byte) (body.length >>> 8);
    framed[3] = (byte) body.length;
    System.arraycopy(body, 0, framed, HEADER, body.length);
    out.write(framed);
    out.flush();
  }

  /**
   * Waits for the next one.
   *
   * @return null at the end of the stream
   * @throws WireException when what comes is no such message: the stream is of no use any more
   */
  public @Nullable T read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    DataInputStream data = new DataInputStream(in);
    int length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
    if (length < 0 || length > MOST) {
      throw new WireException("a %s of %d bytes".formatted(name, Integer.toUnsignedLong(length)));
    }
    byte[] body = data.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the stream ended within a message");
    }
    try {
      return reader.readValue(body);
    } catch (JacksonException e) {
      throw new WireException("not a %s: %s".formatted(name, e.getOriginalMessage()), e);
    }
  }
}
