package dev.pilothouse.agent.reach;

import dev.pilothouse.agent.reach.Candidates.Candidate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Whose network card answers at an address: the kernel's neighbour table (ARP, NDP), through
 * ip-neighbour(8).
 */
final class Neighbour {
  private static final int WITHIN_SECONDS = 2;

  private Neighbour() {}

  /**
   * Whether the address, to which a connection stands, is that of the VM's interface: what a guest
   * claims may be another machine's.
   */
  static boolean has(Candidate at) throws IOException {
    return isOf(at.mac(), said(at));
  }

  /**
   * @param said such as {@code 10.0.0.5 lladdr 52:54:00:00:00:01 REACHABLE}
   */
  static boolean isOf(String mac, String said) {
    return said.toLowerCase(Locale.ROOT).contains("lladdr " + mac.toLowerCase(Locale.ROOT) + " ");
  }

  private static String said(Candidate at) throws IOException {
    Process ip =
        new ProcessBuilder(
                List.of(
                    "ip",
                    "neighbour",
                    "show",
                    "to",
                    at.address().getHostAddress(),
                    "dev",
                    at.device()))
            .redirectErrorStream(true)
            .start();
    try {
      ip.getOutputStream().close();
      String said = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!ip.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the host's neighbour table does not answer");
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      ip.destroyForcibly();
    }
  }
}
