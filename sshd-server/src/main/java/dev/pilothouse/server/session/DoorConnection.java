package dev.pilothouse.server.session;

import dev.pilothouse.server.Limits;
import dev.pilothouse.server.audit.Audit;
import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerConnectionService;

/**
 * What a logged-in peer may ask of the connection (RFC 4254): session channels, and connections to
 * VMs by their names. Forwarding of any other kind is refused with a sentence that OpenSSH shows.
 */
final class DoorConnection extends ServerConnectionService {
  private final DoorSession session;
  private final Limits limits;
  private final Audit audit;

  DoorConnection(DoorSession session, Limits limits, Audit audit) throws SshException {
    super(session);
    this.session = session;
    this.limits = limits;
    this.audit = audit;
  }

  @Override
  protected void channelOpen(Buffer buffer) throws Exception {
    int start = buffer.rpos();
    String type = buffer.getString();
    long sender = buffer.getUInt();
    switch (type) {
      case "session" -> {
        session.openedSession();
        if (!super.isAllowMoreSessions()) {
          refuse(
              buffer,
              sender,
              SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
              "you said that no more sessions would come (no-more-sessions@openssh.com)",
              "a session after the last");
        } else if (sessions() >= limits.channelsPerConnection()) {
          refuse(
              buffer,
              sender,
              SshConstants.SSH_OPEN_RESOURCE_SHORTAGE,
              "no more than " + limits.channelsPerConnection() + " sessions on one connection",
              "too many channels");
        } else {
          buffer.rpos(start);
          super.channelOpen(buffer);
        }
      }
      case "direct-tcpip" -> {
        if (limits.forwardsPerConnection() == 0) {
          refuse(
              buffer,
              sender,
              SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
              "this server connects nobody to VMs ('forwards' in its configuration)",
              type);
        } else if (getChannels().size() - sessions() >= limits.forwardsPerConnection()) {
          refuse(
              buffer,
              sender,
              SshConstants.SSH_OPEN_RESOURCE_SHORTAGE,
              "no more than "
                  + limits.forwardsPerConnection()
                  + " connections to VMs through one connection",
              "too many forwards");
        } else {
          buffer.rpos(start);
          super.channelOpen(buffer);
        }
      }
      default ->
          refuse(
              buffer,
              sender,
              SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
              switch (type) {
                case "forwarded-tcpip" -> "Pilothouse is not forwarded to";
                case "direct-streamlocal@openssh.com", "forwarded-streamlocal@openssh.com" ->
                    "Pilothouse forwards no sockets (-L)";
                case "tun@openssh.com" -> "Pilothouse makes no tunnels (-w)";
                default -> "Pilothouse opens session channels and connections to VMs only";
              },
              type);
    }
  }

  private int sessions() {
    return (int) getChannels().stream().filter(ChannelSession.class::isInstance).count();
  }

  /** The library would refuse connections to VMs as well once the client wants no more sessions. */
  @Override
  public boolean isAllowMoreSessions() {
    return true;
  }

  private void refuse(Buffer buffer, long sender, int code, String message, String what)
      throws IOException {
    audit.refused(session.getUsername(), session.from(), what);
    sendChannelOpenFailure(buffer, sender, code, message, "en");
  }

  @Override
  protected IoWriteFuture sendChannelOpenFailure(
      Buffer buffer, long sender, int code, String message, String language) throws IOException {
    return super.sendChannelOpenFailure(
        buffer, sender, code, session.explanation(sender, message), language);
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
