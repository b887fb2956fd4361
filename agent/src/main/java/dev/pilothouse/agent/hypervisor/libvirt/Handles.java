package dev.pilothouse.agent.hypervisor.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.PointerType;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Arrays of handles, as libvirt's calls of the kind virConnectListAll... fill them in. */
final class Handles {
  /** VIR_ERR_NO_SUPPORT, VIR_ERR_NO_CONNECT: this driver has nothing of that kind. */
  private static final Set<Integer> NO_SUCH_DRIVER = Set.of(3, 5);

  /** VIR_ERR_NO_NETWORK, _NO_STORAGE_POOL, _NO_STORAGE_VOL, _NO_DOMAIN_SNAPSHOT. */
  private static final Set<Integer> GONE = Set.of(43, 49, 50, 72);

  private Handles() {}

  /**
   * What {@code read} makes of each handle; those that vanish meanwhile are left out. Frees all.
   *
   * @param call fills in the array; its length
   * @return empty where the driver has nothing of that kind
   */
  static <H extends PointerType, T> List<T> each(
      ToIntFunction<PointerByReference> call,
      Supplier<H> handle,
      Function<H, T> read,
      Consumer<H> free) {
    PointerByReference array = new PointerByReference();
    int count = call.applyAsInt(array);
    if (count < 0) {
      LibvirtError error = Errors.last();
      if (NO_SUCH_DRIVER.contains(error.code())) {
        return List.of();
      }
      throw error;
    }
    List<T> all = new ArrayList<>(count);
    Pointer start = array.getValue();
    try {
      for (Pointer at : start.getPointerArray(0, count)) {
        H each = handle.get();
        each.setPointer(at);
        try {
          all.add(read.apply(each));
        } catch (LibvirtError e) {
          if (!GONE.contains(e.code())) {
            throw e;
          }
        } finally {
          free.accept(each);
        }
      }
    } finally {
      Native.free(Pointer.nativeValue(start));
    }
    return all;
  }
}
