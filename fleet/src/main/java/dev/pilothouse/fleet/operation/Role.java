package dev.pilothouse.fleet.operation;

/** A named set of permissions. */
public enum Role {
  VIEWER,
  OPERATOR,
  ADMIN;

  public boolean allows(Permission permission) {
    return switch (permission) {
      case VIEW -> true;
      case OPERATE -> this != VIEWER;
      case REACH, CONFIGURE, DELETE -> this == ADMIN;
    };
  }
}
