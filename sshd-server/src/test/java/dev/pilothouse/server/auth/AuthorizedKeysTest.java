package dev.pilothouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizedKeysTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@here";

  private static AuthorizedKeys parse(String... lines) {
    return AuthorizedKeys.parse(List.of(lines), ZoneId.of("Europe/Berlin"));
  }

  private static AuthorizedKey one(String line) {
    assertThat(parse(line).problems()).isEmpty();
    return parse(line).keys().getFirst();
  }

  private static boolean allows(String from, String source) throws Exception {
    return one("from=\"" + from + "\" " + KEY)
        .isValid(Instant.EPOCH, InetAddress.getByName(source));
  }

  @Test
  void commentsAndBlankLinesAreSkipped() {
    assertThat(parse("# mine", "", "  " + KEY).keys()).hasSize(1);
  }

  @Test
  void timesAreLocalUnlessTheySayZ() throws Exception {
    InetAddress any = InetAddress.getByName("10.0.0.1");
    AuthorizedKey local = one("expiry-time=\"202607011200\" " + KEY);
    assertThat(local.isValid(Instant.parse("2026-07-01T09:59:59Z"), any)).isTrue();
    assertThat(local.isValid(Instant.parse("2026-07-01T10:00:00Z"), any)).isFalse();
    AuthorizedKey utc = one("expiry-time=\"20260701120000Z\" " + KEY);
    assertThat(utc.isValid(Instant.parse("2026-07-01T11:59:59Z"), any)).isTrue();
  }

  @Test
  void sourcesAreMatched() throws Exception {
    assertThat(allows("10.0.0.0/8", "10.1.2.3")).isTrue();
    assertThat(allows("10.0.0.0/8", "11.1.2.3")).isFalse();
    assertThat(allows("10.0.0.*,!10.0.0.7", "10.0.0.8")).isTrue();
    assertThat(allows("10.0.0.*,!10.0.0.7", "10.0.0.7")).isFalse();
    assertThat(allows("!10.0.0.7", "10.0.0.8")).isFalse();
    assertThat(allows("2001:db8::/32", "2001:db8::1")).isTrue();
    assertThat(allows("10.0.0.1?", "10.0.0.1")).isFalse();
  }

  @Test
  void terminalsCanBeForbidden() {
    assertThat(one(KEY).terminal()).isTrue();
    assertThat(one("restrict " + KEY).terminal()).isFalse();
    assertThat(one("no-pty,no-port-forwarding " + KEY).terminal()).isFalse();
    assertThat(one("restrict,pty " + KEY).terminal()).isTrue();
  }

  @Test
  void whatIsNotHonouredIsRefusedByLine() {
    assertThat(
            parse(
                    KEY,
                    "command=\"vm list\" " + KEY,
                    "cert-authority " + KEY,
                    "permitopen=\"a:1\",restrict " + KEY,
                    "from=\"*.example.com\" " + KEY,
                    "expiry-time=\"20261345\" " + KEY,
                    "ssh-dss AAAAB3NzaC1kc3M= x",
                    "ssh-ed25519 AAAA",
                    "ssh-rsa " + KEY.split(" ")[1],
                    "hello")
                .problems())
        .hasSize(9)
        .allMatch(problem -> problem.matches("key line ([2-9]|10) is not used: .+"))
        .anyMatch(problem -> problem.contains("line 2 ") && problem.contains("option command"));
  }
}
