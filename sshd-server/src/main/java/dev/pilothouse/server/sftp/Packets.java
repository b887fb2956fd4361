package dev.pilothouse.server.sftp;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** The packets of SFTP on a channel: a length, a type, an id, the rest (draft 02, section 3). */
final class Packets {
  /** More than the 32 KiB of data that every client may send, as OpenSSH's server takes. */
  private static final int LONGEST = 256 * 1024;

  private static final int VERSION = 3;
  private static final int VERSION_REPLY = 2;
  private static final int STATUS = 101;
  private static final int HANDLE = 102;
  private static final int NAME = 104;
  private static final int ATTRS = 105;

  private final DataInputStream in;
  private final OutputStream out;

  Packets(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /**
   * The next packet from its type on; empty at the end between two packets.
   *
   * @throws IOException when the client broke off, or sends what is no packet
   */
  Optional<Buffer> next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < 1 || length > LONGEST) {
      throw new IOException("a packet of " + length + " bytes");
    }
    byte[] body = new byte[length];
    try {
      in.readFully(body);
    } catch (EOFException e) {
      throw new IOException("the client broke off in the middle of a packet", e);
    }
    return Optional.of(new ByteArrayBuffer(body));
  }

  void version() throws IOException {
    Buffer reply = new ByteArrayBuffer();
    reply.putByte((byte) VERSION_REPLY);
    reply.putInt(VERSION);
    send(reply);
  }

  void status(int id, Status status, String words) throws IOException {
    Buffer reply = reply(STATUS, id);
    reply.putInt(status.code());
    reply.putString(words);
    reply.putString("en");
    send(reply);
  }

  void handle(int id, String handle) throws IOException {
    Buffer reply = reply(HANDLE, id);
    reply.putString(handle);
    send(reply);
  }

  void attributes(int id, Entry entry) throws IOException {
    Buffer reply = reply(ATTRS, id);
    entry.putAttributes(reply);
    send(reply);
  }

  void names(int id, List<Entry> entries) throws IOException {
    Buffer reply = reply(NAME, id);
    reply.putInt(entries.size());
    for (Entry entry : entries) {
      reply.putString(entry.name());
      reply.putString(entry.line());
      entry.putAttributes(reply);
    }
    send(reply);
  }

  private static Buffer reply(int type, int id) {
    Buffer reply = new ByteArrayBuffer();
    reply.putByte((byte) type);
    reply.putInt(id);
    return reply;
  }

  private void send(Buffer reply) throws IOException {
    byte[] body = reply.getCompactData();
    Buffer packet = new ByteArrayBuffer(body.length + Integer.BYTES);
    packet.putBytes(body);
    out.write(packet.getCompactData());
    out.flush();
  }
}
