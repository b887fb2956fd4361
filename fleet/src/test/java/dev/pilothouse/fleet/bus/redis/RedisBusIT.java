package dev.pilothouse.fleet.bus.redis;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusContract;
import org.junit.jupiter.api.AfterEach;

/** The contract against a real server on a unix socket. */
class RedisBusIT extends BusContract {
  private final RealRedis redis = RealRedis.onUnixSocket();

  @Override
  protected Bus connect() {
    return RedisBus.open(RedisOptions.at(redis.address()));
  }

  @Override
  protected void kill() {
    redis.kill9();
  }

  @Override
  protected void restart() {
    redis.restart();
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }
}
