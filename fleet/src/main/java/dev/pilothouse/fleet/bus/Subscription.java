package dev.pilothouse.fleet.bus;

/** Ends a listener's calls. Closing twice is harmless. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
