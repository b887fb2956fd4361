package dev.pilothouse.agent.operation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes one chosen call of a port fail, either before it had its effect or after it, so that the
 * caller cannot know.
 */
final class Outage {
  /** Declared never to throw, or not part of an operation's path. */
  private static final Set<String> UNTOUCHED =
      Set.of("hostName", "onCancel", "onConnection", "listen", "progress");

  private final int fatal;
  private final Supplier<RuntimeException> failure;
  private int boundary;
  private String where = "";

  /**
   * @param fatal the boundary to fail at, counted from 1; each call has one before and one after
   */
  Outage(int fatal, Supplier<RuntimeException> failure) {
    this.fatal = fatal;
    this.failure = failure;
  }

  /** Where it failed; empty while it has not. */
  synchronized String where() {
    return where;
  }

  private synchronized void reach(String point) {
    if (++boundary == fatal) {
      where = point;
      throw failure.get();
    }
  }

  <T> T wrap(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              boolean touched = !UNTOUCHED.contains(method.getName());
              if (touched) {
                reach("before " + method.getName());
              }
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
              // What take() lost on its way comes again in the next run only: see CrashTest.
              if (touched && !method.getName().equals("take")) {
                reach("after " + method.getName());
              }
              return result;
            }));
  }
}
