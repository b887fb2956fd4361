package dev.pilothouse.server.sftp;

/** A request that is answered with a status and words. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final Status status;

  Refusal(Status status, String why) {
    super(why);
    this.status = status;
  }

  static Refusal noSuchFile() {
    return new Refusal(Status.NO_SUCH_FILE, "there is no such file here");
  }

  static Refusal onlyImages() {
    return new Refusal(
        Status.PERMISSION_DENIED, "only images can be put into and taken out of /images here");
  }

  Status status() {
    return status;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
