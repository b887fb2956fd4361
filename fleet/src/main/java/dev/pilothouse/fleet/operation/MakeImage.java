package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.VmRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image of a VM's disk: a copy that stands alone. Its result is the path of the image's
 * volume.
 *
 * @param name of the image
 * @param disk its target, such as {@code vda}; null for the first
 * @param shutDown how long a running VM may take to shut down first; null to refuse a running VM
 * @param generalise take what is the VM's own out of the copy (virt-sysprep)
 */
public record MakeImage(
    VmRef vm, String name, @Nullable String disk, @Nullable Duration shutDown, boolean generalise)
    implements Operation.OnVm {
  @Override
  public Verb verb() {
    return Verb.IMAGE_MAKE;
  }

  @Override
  public String sentence(String shown) {
    return (shutDown == null ? "" : "Shut " + shown + " down if it runs, then ")
        + (shutDown == null ? "Make" : "make")
        + " the image "
        + name
        + " of "
        + (disk == null ? "the first disk" : disk)
        + " of "
        + shown
        + (generalise ? ", without what is its own." : ".");
  }

  @Override
  public Inverse inverse() {
    return new Inverse.By(new ImageOperation.RemoveImage(vm.host(), name));
  }
}
