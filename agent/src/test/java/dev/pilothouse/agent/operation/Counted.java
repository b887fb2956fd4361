package dev.pilothouse.agent.operation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.UUID;

/** Parts of a {@link FakeHypervisor} that keep count of their effects. */
final class Counted {
  private Counted() {}

  /** A part whose calls that give no answer are effects, and break on demand like all others. */
  static <T> T part(FakeHypervisor of, Class<T> part, T real) {
    return part.cast(
        Proxy.newProxyInstance(
            part.getClassLoader(),
            new Class<?>[] {part},
            (proxy, method, arguments) -> {
              of.before(method.getName());
              try {
                Object answer = method.invoke(real, arguments);
                if (method.getReturnType() == void.class) {
                  of.effects.add(method.getName() + " " + about(of, arguments[0]));
                }
                of.after(method.getName());
                return answer;
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            }));
  }

  /** A VM by its name; a network by its own, or by that in its definition. */
  private static String about(FakeHypervisor of, Object argument) {
    return argument instanceof UUID vm
        ? of.machine(vm).name
        : argument.toString().replaceFirst("(?s).*<name>([^<]*)</name>.*", "$1");
  }
}
