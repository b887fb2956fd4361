package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Migrations;
import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.hypervisor.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A host and its neighbours where chosen calls go otherwise, by names such as {@code here.find},
 * {@code here.migrations.migrate} or {@code there.storage.refreshPool}.
 */
final class Staged {
  private static final Set<Class<?>> PARTS =
      Set.of(
          Hypervisor.class,
          Migrations.class,
          Storage.class,
          Networks.class,
          Disks.class,
          Snapshots.class);

  /** What happens in place of a call. */
  @FunctionalInterface
  interface Scene {
    /**
     * @param real the call itself
     */
    @Nullable Object play(Supplier<@Nullable Object> real);
  }

  private final Map<String, Scene> scenes = new ConcurrentHashMap<>();
  private volatile @Nullable RuntimeException thereIsSilent;

  void on(String call, Scene scene) {
    scenes.put(call, scene);
  }

  void off(String call) {
    scenes.remove(call);
  }

  /** From now on the other host answers nothing but that; null for as it is. */
  void thereIsSilent(@Nullable RuntimeException with) {
    thereIsSilent = with;
  }

  Hypervisor host(Hypervisor real) {
    return wrap(Hypervisor.class, real, "here");
  }

  private <T> T wrap(Class<T> port, T real, String path) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              String call = path + "." + method.getName();
              RuntimeException silent = thereIsSilent;
              if (silent != null
                  && (path.startsWith("there") || method.getName().equals("peer"))
                  && !method.getName().equals("close")) {
                throw silent;
              }
              Supplier<@Nullable Object> itself =
                  () -> {
                    try {
                      return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                      throw (RuntimeException) Objects.requireNonNull(e.getCause());
                    } catch (IllegalAccessException e) {
                      throw new AssertionError(e);
                    }
                  };
              Scene scene = scenes.get(call);
              Object result = scene == null ? itself.get() : scene.play(itself);
              Class<?> part = method.getReturnType();
              return PARTS.contains(part) && result != null
                  ? wrapPart(part, result, method.getName().equals("peer") ? "there" : call)
                  : result;
            }));
  }

  private <P> P wrapPart(Class<P> part, Object real, String path) {
    return wrap(part, part.cast(real), path);
  }
}
