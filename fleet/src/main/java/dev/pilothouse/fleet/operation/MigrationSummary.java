package dev.pilothouse.fleet.operation;

/**
 * How a migration went, measured.
 *
 * @param totalMillis from the first look to the last clean-up
 * @param downtimeMillis how long the guest stood still; negative when libvirt does not say
 * @param memoryBytes that travelled
 * @param diskBytes that travelled
 */
public record MigrationSummary(
    String from,
    String to,
    long totalMillis,
    long downtimeMillis,
    long memoryBytes,
    long diskBytes) {}
