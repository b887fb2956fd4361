package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.model.Image;
import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be.
 *
 * @param format the driver that reads it: {@code qcow2} or {@code raw}
 * @param virtualBytes as a guest sees it; -1 when that is the file's size and not known yet
 * @param qcow2 its header, when it is one
 */
public record Probed(
    Image.Kind kind, String format, long virtualBytes, @Nullable Qcow2Header qcow2) {
  /** The ending of its volume's name. */
  public String ending() {
    return kind == Image.Kind.ISO ? "iso" : format;
  }
}
