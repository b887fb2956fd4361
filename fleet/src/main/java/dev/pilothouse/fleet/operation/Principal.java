package dev.pilothouse.fleet.operation;

/**
 * Who asks.
 *
 * @param name the user's name
 * @param origin where from, such as {@code ssh 10.0.0.7} or {@code local}
 */
public record Principal(String name, Role role, String origin) {
  public boolean may(Permission permission) {
    return role.allows(permission);
  }
}
