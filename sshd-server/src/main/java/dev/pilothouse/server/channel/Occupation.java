package dev.pilothouse.server.channel;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.common.io.IoInputStream;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AsyncCommand;

/** An occupant in the form in which the library starts and feeds what runs in a channel. */
final class Occupation implements AsyncCommand, ChannelDataReceiver {
  private final DoorChannel channel;
  private final Occupant occupant;

  Occupation(DoorChannel channel, Occupant occupant) {
    this.channel = channel;
    this.occupant = occupant;
    channel.setDataReceiver(this);
  }

  @Override
  public void start(ChannelSession session, Environment env) {
    channel.started(occupant);
  }

  @Override
  public void destroy(ChannelSession session) {
    occupant.gone();
  }

  @Override
  public int data(ChannelSession session, byte[] bytes, int offset, int length) {
    return channel.received(bytes, offset, length);
  }

  /** The library calls this at the end of the client's input. */
  @Override
  public void close() {
    channel.inputEnded();
  }

  // The channel writes for its occupants, and says itself how they ended.

  @Override
  public void setIoInputStream(IoInputStream in) {}

  @Override
  public void setIoOutputStream(IoOutputStream out) {}

  @Override
  public void setIoErrorStream(IoOutputStream err) {}

  @Override
  public void setInputStream(InputStream in) {}

  @Override
  public void setOutputStream(OutputStream out) {}

  @Override
  public void setErrorStream(OutputStream err) {}

  @Override
  public void setExitCallback(ExitCallback callback) {}
}
