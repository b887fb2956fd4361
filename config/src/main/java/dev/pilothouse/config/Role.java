package dev.pilothouse.config;

/** What a user may do; the constants bear the names of the fleet's roles. */
public enum Role {
  VIEWER,
  OPERATOR,
  ADMIN
}
