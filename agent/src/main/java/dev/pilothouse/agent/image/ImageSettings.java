package dev.pilothouse.agent.image;

/**
 * What a host's owner decides about images.
 *
 * @param pool the storage pool that holds them; made at the first use when there is none
 * @param folder where that pool is made
 * @param maxVirtualBytes an image that would be a larger disk is refused
 */
public record ImageSettings(String pool, String folder, long maxVirtualBytes) {
  public static ImageSettings standard() {
    return new ImageSettings("images", "/var/lib/libvirt/images/pilothouse", 2L << 40);
  }
}
