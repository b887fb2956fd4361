package dev.pilothouse.server.session;

import dev.pilothouse.server.audit.Audit;
import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerConnectionService;

/**
 * What a logged-in peer may ask of the connection (RFC 4254): session channels, and nothing else.
 * Forwarding of any kind is refused with a sentence that OpenSSH shows.
 */
final class DoorConnection extends ServerConnectionService {
  private final DoorSession session;
  private final int mostChannels;
  private final Audit audit;

  DoorConnection(DoorSession session, int mostChannels, Audit audit) throws SshException {
    super(session);
    this.session = session;
    this.mostChannels = mostChannels;
    this.audit = audit;
  }

  @Override
  protected void channelOpen(Buffer buffer) throws Exception {
    int start = buffer.rpos();
    String type = buffer.getString();
    long sender = buffer.getUInt();
    if (!type.equals("session")) {
      refuse(
          buffer,
          sender,
          SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
          switch (type) {
            case "direct-tcpip", "forwarded-tcpip" ->
                "Pilothouse forwards no ports (-L, -D, -W, -J through it)";
            case "direct-streamlocal@openssh.com", "forwarded-streamlocal@openssh.com" ->
                "Pilothouse forwards no sockets (-L)";
            case "tun@openssh.com" -> "Pilothouse makes no tunnels (-w)";
            default -> "Pilothouse opens session channels only";
          },
          type);
    } else if (getChannels().size() >= mostChannels) {
      refuse(
          buffer,
          sender,
          SshConstants.SSH_OPEN_RESOURCE_SHORTAGE,
          "no more than " + mostChannels + " sessions on one connection",
          "too many channels");
    } else {
      buffer.rpos(start);
      super.channelOpen(buffer);
    }
  }

  private void refuse(Buffer buffer, long sender, int code, String message, String what)
      throws IOException {
    audit.refused(session.getUsername(), session.from(), what);
    sendChannelOpenFailure(buffer, sender, code, message, "en");
  }

  @Override
  protected IoWriteFuture handleUnknownRequest(Buffer buffer, String request, boolean wantReply)
      throws IOException {
    if (request.endsWith("-forward") || request.startsWith("streamlocal-forward")) {
      audit.refused(session.getUsername(), session.from(), request);
      if (!request.startsWith("cancel-")) {
        session.remark("forwarding to you (-R) is not possible here and was left out");
      }
    }
    return sendGlobalResponse(buffer, request, RequestHandler.Result.ReplyFailure, wantReply);
  }
}
