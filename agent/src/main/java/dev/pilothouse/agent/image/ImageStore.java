package dev.pilothouse.agent.image;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.xml.XmlText;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.WireException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool that holds a host's images: for each a volume with its content, whose name follows from
 * the order that made it, so that nobody else's can be hit, and {@code NAME.json} with its facts.
 */
public final class ImageStore {
  private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);
  private static final String FACTS = ".json";
  private static final int MOST_FACTS = 64 << 10;

  private final Storage storage;
  private final ImageSettings settings;
  private final Codec codec = new Codec();

  public ImageStore(Storage storage, ImageSettings settings) {
    this.storage = storage;
    this.settings = settings;
  }

  /** Its name among the host's pools. */
  public String pool() {
    return settings.pool();
  }

  /** The pool, made and started when it is not; what another run left half-made is finished. */
  public Pool ready() {
    Optional<Pool> found = find();
    if (found.isEmpty()) {
      XmlText xml = new XmlText("pool").attribute("type", "dir").text("name", settings.pool());
      xml.text("uuid", UUID.nameUUIDFromBytes(settings.folder().getBytes(StandardCharsets.UTF_8)));
      xml.open("target").text("path", settings.folder()).close();
      storage.definePool(xml.end());
    }
    if (found.isEmpty() || !found.get().active()) {
      storage.buildPool(settings.pool());
      storage.startPool(settings.pool());
      storage.setPoolAutostart(settings.pool(), true);
    }
    return find()
        .orElseThrow(
            () -> new OperationException(ErrorCode.NOT_FOUND, "The pool of images is gone."));
  }

  private Optional<Pool> find() {
    return storage.pools().stream().filter(p -> p.name().equals(settings.pool())).findFirst();
  }

  /**
   * @param host its name in the fleet
   * @param pools all of the host
   */
  public List<Image> images(String host, List<Pool> pools) {
    List<Image> images = new ArrayList<>();
    for (Pool pool : pools) {
      if (!pool.name().equals(settings.pool())) {
        continue;
      }
      for (Volume volume : pool.volumes()) {
        if (volume.name().endsWith(FACTS)) {
          read(volume)
              .flatMap(
                  facts ->
                      volume(pool, facts.volume())
                          .filter(v -> volume.name().equals(factsName(facts.name())))
                          .map(content -> facts.image(host, content)))
              .ifPresent(images::add);
        }
      }
    }
    return images;
  }

  /** The name of the volume that holds an image's facts. */
  public static String factsName(String image) {
    return image + FACTS;
  }

  private static Optional<Volume> volume(Pool pool, String name) {
    return pool.volumes().stream().filter(volume -> volume.name().equals(name)).findFirst();
  }

  /** The facts of the image of that name; empty when there are none that can be read. */
  public Optional<ImageFacts> facts(String image) {
    return factsVolume(image).flatMap(this::read);
  }

  /** The volume of the facts, readable or not. */
  public Optional<Volume> factsVolume(String image) {
    return find().flatMap(pool -> volume(pool, image + FACTS));
  }

  /** The volume with the content that an order makes. */
  public Optional<Volume> content(String name) {
    return find().flatMap(pool -> volume(pool, name));
  }

  private Optional<ImageFacts> read(Volume volume) {
    try {
      byte[] json = storage.download(volume.path(), 0, MOST_FACTS);
      return Optional.of(
          codec.read(ImageFacts.class, new String(json, StandardCharsets.UTF_8).strip()));
    } catch (WireException e) {
      LOG.debug("{} holds no facts of an image", volume.path(), e);
      return Optional.empty();
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The name of the volume that an order fills. */
  public static String contentName(String image, UUID order, String ending) {
    return image + "." + order.toString().substring(0, 8) + "." + ending;
  }

  /**
   * An empty volume for content of so many bytes.
   *
   * @param bytes 0 when that is not known
   */
  public Volume make(String name, long bytes) {
    return storage.createVolume(settings.pool(), NewVolume.thin(name, "raw", Math.max(1, bytes)));
  }

  public void demandRoom(Pool pool, long bytes) {
    if (bytes > pool.availableBytes()) {
      throw new OperationException(
          new Failure(
              ErrorCode.NO_CAPACITY,
              "The pool "
                  + pool.name()
                  + " has "
                  + Rate.bytes(pool.availableBytes())
                  + " left, and "
                  + Rate.bytes(bytes)
                  + " are needed.",
              "Free space under " + pool.path() + " on the host, or remove images."));
    }
  }

  /** From here on it is an image. */
  public void write(ImageFacts facts) {
    byte[] json = codec.writePretty(ImageFacts.class, facts).getBytes(StandardCharsets.UTF_8);
    Volume volume =
        storage.createVolume(
            settings.pool(), NewVolume.thin(facts.name() + FACTS, "raw", json.length));
    try {
      storage.upload(volume.path(), new ByteArrayInputStream(json), json.length, moved -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperationException e) {
      if (e.failure().code() != ErrorCode.HYPERVISOR_LOST) {
        remove(volume.path());
      }
      throw e;
    }
    refresh();
  }

  /** Removes a volume; one that is gone is well. */
  public void remove(String path) {
    try {
      storage.deleteVolume(path);
    } catch (OperationException e) {
      if (e.failure().code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  /**
   * Lets libvirt look at the folder again. It may not while something is copied into the pool; then
   * it knows what it needs already.
   */
  public void refresh() {
    try {
      storage.refreshPool(settings.pool());
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
        throw e;
      }
      LOG.debug("the pool of images was not refreshed", e);
    }
  }
}
