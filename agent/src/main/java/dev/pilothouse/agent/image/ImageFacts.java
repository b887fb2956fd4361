package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Volume;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside an image, as JSON, for whoever looks next. Its being there makes the volume an
 * image: it is written last.
 *
 * @param volume the name of the volume, in the same pool
 * @param operation the order that made it
 */
public record ImageFacts(
    String name,
    String volume,
    Image.Kind kind,
    String os,
    String arch,
    String format,
    long virtualBytes,
    String sha256,
    String source,
    @Nullable String madeFrom,
    String note,
    Instant addedAt,
    String addedBy,
    UUID operation) {
  Image image(String host, Volume at) {
    return new Image(
        host,
        name,
        kind,
        os,
        arch,
        format,
        virtualBytes,
        at.allocationBytes(),
        at.path(),
        sha256,
        source,
        madeFrom,
        note,
        addedAt,
        addedBy);
  }
}
