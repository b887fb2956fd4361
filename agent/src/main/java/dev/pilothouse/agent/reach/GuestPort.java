package dev.pilothouse.agent.reach;

import dev.pilothouse.agent.hypervisor.Conduit;
import dev.pilothouse.agent.reach.Candidates.Candidate;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connects to a TCP port of a guest, from its host. */
final class GuestPort {
  /** In all, however many addresses there are: somebody waits. */
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private GuestPort() {}

  /**
   * Tries one address after the other.
   *
   * @throws OperationException GUEST_SILENT without an address to try, when nobody answers, and
   *     when the guest refuses; the message says what was tried
   */
  static Conduit connect(Candidates candidates, int port) {
    if (candidates.addresses().isEmpty()) {
      throw noAddress(candidates.refused());
    }
    long until = System.nanoTime() + WITHIN.toNanos();
    List<String> tried = new ArrayList<>();
    int left = candidates.addresses().size();
    for (Candidate at : candidates.addresses()) {
      long millis = Math.max(100, Duration.ofNanos(until - System.nanoTime()).toMillis() / left);
      left--;
      try {
        return connect(at, port, (int) millis);
      } catch (IOException e) {
        tried.add(at.address().getHostAddress() + " " + words(e));
      }
    }
    throw new OperationException(
        new Failure(
            ErrorCode.GUEST_SILENT,
            "Port " + port + " of the guest cannot be reached: " + String.join("; ", tried) + ".",
            "Check that the service runs in the guest, and the guest's firewall."));
  }

  private static Conduit connect(Candidate at, int port, int millis) throws IOException {
    Socket socket = new Socket();
    boolean good = false;
    try {
      socket.connect(new InetSocketAddress(at.address(), port), millis);
      socket.setTcpNoDelay(true);
      if (!at.given() && !Neighbour.has(at)) {
        throw new IOException("belongs to another machine than the VM");
      }
      good = true;
      return new TcpConduit(socket);
    } finally {
      if (!good) {
        socket.close();
      }
    }
  }

  private static String words(IOException e) {
    return switch (e) {
      case SocketTimeoutException timeout -> "does not answer";
      case NoRouteToHostException none -> "is not reachable";
      case ConnectException refused -> "refuses the connection";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static OperationException noAddress(List<String> refused) {
    return refused.isEmpty()
        ? new OperationException(
            new Failure(
                ErrorCode.GUEST_SILENT,
                "No address of the guest is known.",
                "It may still boot; else install qemu-guest-agent in it, or plug it into a network"
                    + " whose DHCP server is libvirt's."))
        : new OperationException(
            new Failure(
                ErrorCode.GUEST_SILENT,
                "The guest has no address that this host may connect to: "
                    + String.join("; ", refused)
                    + ".",
                "Plug the VM into a network that its host has an address in."));
  }
}
