package dev.pilothouse.fleet.operation;

/** Whose move it is after an error. */
public enum ErrorKind {
  USER,
  CONFLICT,
  CAPACITY,
  HYPERVISOR,
  UNAVAILABLE,
  INTERNAL
}
