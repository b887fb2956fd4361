package dev.pilothouse.server.sftp;

/** The codes of SSH_FXP_STATUS that are used here (draft 02, section 7). */
enum Status {
  OK(0),
  EOF(1),
  NO_SUCH_FILE(2),
  PERMISSION_DENIED(3),
  FAILURE(4),
  BAD_MESSAGE(5),
  OP_UNSUPPORTED(8);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
