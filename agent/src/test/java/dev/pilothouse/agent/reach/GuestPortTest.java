package dev.pilothouse.agent.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.hypervisor.Conduit;
import dev.pilothouse.agent.reach.Candidates.Candidate;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connecting, with this machine as the guest. */
@Timeout(60)
class GuestPortTest {
  private static Candidates at(String... addresses) throws IOException {
    List<Candidate> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(new Candidate(InetAddress.getByName(address), "52:54:00:00:00:01", "lo", true));
    }
    return new Candidates(all, List.of());
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Test
  void theFirstThatAnswersIsTakenAndHalfAnEndIsPassedOn() throws Exception {
    try (ServerSocket server = listening();
        Conduit conduit = GuestPort.connect(at("127.9.9.9", "127.0.0.1"), server.getLocalPort());
        Socket guest = server.accept()) {
      conduit.out().write("ping".getBytes(StandardCharsets.US_ASCII));
      conduit.out().close();
      assertThat(guest.getInputStream().readAllBytes()).asString().isEqualTo("ping");
      guest.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
      guest.shutdownOutput();
      assertThat(conduit.in().readAllBytes()).asString().isEqualTo("pong");
    }
  }

  @Test
  void aClosedPortIsSaidForEachAddress() throws Exception {
    int port;
    try (ServerSocket server = listening()) {
      port = server.getLocalPort();
    }
    assertThatThrownBy(() -> GuestPort.connect(at("127.0.0.1", "127.9.9.9"), port))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).isEqualTo(ErrorCode.GUEST_SILENT))
        .hasMessage(
            "Port %d of the guest cannot be reached: 127.0.0.1 refuses the connection;"
                    .formatted(port)
                + " 127.9.9.9 refuses the connection.");
  }

  @Test
  void whatIsOnlyClaimedMustBeTheVmsNeighbour() throws Exception {
    Candidate claimed =
        new Candidate(InetAddress.getLoopbackAddress(), "52:54:00:00:00:01", "lo", false);
    try (ServerSocket server = listening()) {
      assertThatThrownBy(
              () ->
                  GuestPort.connect(
                      new Candidates(List.of(claimed), List.of()), server.getLocalPort()))
          .hasMessageContaining("127.0.0.1 belongs to another machine than the VM");
      try (Socket guest = server.accept()) {
        assertThat(guest.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void withoutAnAddressItIsSaidWhy() {
    assertThatThrownBy(() -> GuestPort.connect(new Candidates(List.of(), List.of()), 22))
        .hasMessage("No address of the guest is known.");
    assertThatThrownBy(
            () ->
                GuestPort.connect(
                    new Candidates(List.of(), List.of("10.0.0.5 is this host's own")), 22))
        .hasMessageContaining("10.0.0.5 is this host's own");
  }
}
