package dev.pilothouse.server.forward;

import dev.pilothouse.server.auth.Accounts;
import dev.pilothouse.server.channel.House;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;

/** Makes the channel for a client that wants to be connected somewhere. */
public final class ForwardChannelFactory implements ChannelFactory {
  private final House house;
  private final Standing standing;

  public ForwardChannelFactory(House house, Accounts accounts) {
    this.house = house;
    this.standing = new Standing(accounts);
  }

  @Override
  public String getName() {
    return "direct-tcpip";
  }

  @Override
  public Channel createChannel(Session session) {
    return new ForwardChannel(house, standing);
  }
}
