package dev.pilothouse.server.forward;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/**
 * Why a channel is not opened, as SSH_MSG_CHANNEL_OPEN_FAILURE says it (RFC 4254, section 5.1):
 * OpenSSH shows the text behind the words for the reason.
 */
record Refusal(int reason, String text) {
  private static final int LONGEST = 600;

  static Refusal of(Failure failure) {
    String hint = failure.hint().isEmpty() ? "" : " " + failure.hint();
    return new Refusal(reason(failure.code()), line(failure.message() + hint));
  }

  static Refusal prohibited(String text) {
    return new Refusal(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, text);
  }

  static Refusal internal() {
    return new Refusal(
        SshConstants.SSH_OPEN_CONNECT_FAILED, "an internal error; see the server's log");
  }

  SshChannelOpenException exception(long channel) {
    return new SshChannelOpenException(channel, reason, text);
  }

  private static int reason(ErrorCode code) {
    return switch (code.kind()) {
      case USER -> SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED;
      case CAPACITY -> SshConstants.SSH_OPEN_RESOURCE_SHORTAGE;
      case CONFLICT, HYPERVISOR, UNAVAILABLE, INTERNAL -> SshConstants.SSH_OPEN_CONNECT_FAILED;
    };
  }

  /** Some clients print it as it comes. */
  private static String line(String text) {
    String shown = Visible.line(text);
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
  }
}
