package dev.pilothouse.fleet.bus.memory;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusContract;
import org.junit.jupiter.api.AfterEach;

class MemoryBusTest extends BusContract {
  private final MemoryWorld world = new MemoryWorld();

  @Override
  protected Bus connect() {
    return world.connect();
  }

  @Override
  protected void kill() {
    world.up(false);
  }

  @Override
  protected void restart() {
    world.up(true);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }
}
