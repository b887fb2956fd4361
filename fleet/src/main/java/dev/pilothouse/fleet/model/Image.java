package dev.pilothouse.fleet.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What VMs are made of: a base image for disks, or an installation medium. It lies on one host as a
 * volume that nobody writes to. Every text comes from outside.
 *
 * @param name unique on its host
 * @param os such as {@code Debian 12}; empty when nobody said
 * @param arch such as {@code x86_64}; empty when nobody said
 * @param format {@code qcow2} or {@code raw}, as it was found by looking; what a disk on it must
 *     name, so that nobody guesses
 * @param virtualBytes as a guest sees it
 * @param realBytes what it takes on the host
 * @param path of its volume
 * @param sha256 of its content, in lower-case hexadecimal
 * @param source where it came from: an address, a file, {@code stdin}
 * @param madeFrom the VM that it was made from; null when it came from outside
 * @param note what people should know of it, such as what was not generalised; may be empty
 * @param addedBy the person who ordered it
 */
public record Image(
    String host,
    String name,
    Kind kind,
    String os,
    String arch,
    String format,
    long virtualBytes,
    long realBytes,
    String path,
    String sha256,
    String source,
    @Nullable String madeFrom,
    String note,
    Instant addedAt,
    String addedBy) {
  /** What it is for. */
  public enum Kind {
    /** A disk that VMs start from. */
    DISK,
    /** An installation medium (ISO 9660), for a CD drive. */
    ISO
  }
}
