package dev.pilothouse.fleet.model;

/**
 * An address of a guest and where it was learned. {@code address} is the text form without prefix
 * length.
 */
public record IpAddress(String address, Source source) {
  /** Best evidence first. */
  public enum Source {
    AGENT,
    LEASE,
    ARP
  }
}
