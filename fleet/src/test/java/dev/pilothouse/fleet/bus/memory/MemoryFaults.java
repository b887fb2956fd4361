package dev.pilothouse.fleet.bus.memory;

/** Makes a {@link MemoryWorld} behave as badly as the contract of the bus allows. */
public final class MemoryFaults {
  private final MemoryWorld world;

  public MemoryFaults(MemoryWorld world) {
    this.world = world;
  }

  /** From now on no message of a topic is heard. */
  public void loseDoorbells() {
    doorbells(0);
  }

  /** From now on every message of a topic is heard twice. */
  public void repeatDoorbells() {
    doorbells(2);
  }

  public void honestDoorbells() {
    doorbells(1);
  }

  /** From now on every entry of a queue comes twice, as after a retry. */
  public void repeatDeliveries() {
    synchronized (world) {
      world.deliveries = 2;
    }
  }

  /** The bus goes away for every node; what it keeps stays. */
  public void down() {
    world.up(false);
  }

  public void up() {
    world.up(true);
  }

  private void doorbells(int times) {
    synchronized (world) {
      world.doorbells = times;
    }
  }
}
