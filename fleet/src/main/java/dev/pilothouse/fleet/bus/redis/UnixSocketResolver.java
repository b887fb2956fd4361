package dev.pilothouse.fleet.bus.redis;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.redisson.client.NettyHook;

/**
 * Leads back to the unix socket. Redisson 4.7 connects to it at first, but reconnects to a made-up
 * Internet address, which such a channel refuses for ever: topics then stay silent once the server
 * was restarted. Every Internet address is that made-up one here.
 */
final class UnixSocketResolver extends AddressResolverGroup<SocketAddress> implements NettyHook {
  private final DomainSocketAddress socket;

  UnixSocketResolver(String path) {
    this.socket = new DomainSocketAddress(path);
  }

  @Override
  public void afterBoostrapInitialization(Bootstrap bootstrap) {
    bootstrap.resolver(this);
  }

  @Override
  public void afterChannelInitialization(Channel channel) {}

  @Override
  protected AddressResolver<SocketAddress> newResolver(EventExecutor executor) {
    return new AbstractAddressResolver<>(executor) {
      @Override
      public boolean isSupported(SocketAddress address) {
        return address instanceof InetSocketAddress;
      }

      @Override
      protected boolean doIsResolved(SocketAddress address) {
        return !(address instanceof InetSocketAddress);
      }

      @Override
      protected void doResolve(SocketAddress address, Promise<SocketAddress> promise) {
        promise.setSuccess(socket);
      }

      @Override
      protected void doResolveAll(SocketAddress address, Promise<List<SocketAddress>> promise) {
        promise.setSuccess(List.of(socket));
      }
    };
  }
}
