package dev.pilothouse.fleet.operation;

import java.time.Instant;
import java.util.UUID;

/**
 * What a management node signs and an agent carries out: an operation with who asks, until when it
 * may be accepted, and an id that an agent executes at most once.
 */
public record Order(
    UUID id,
    long number,
    Operation operation,
    Principal principal,
    Instant issuedAt,
    Instant deadline) {}
