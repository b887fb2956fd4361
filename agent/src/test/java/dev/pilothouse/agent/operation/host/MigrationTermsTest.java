package dev.pilothouse.agent.operation.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.operation.handler.MigrationTerms;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationTermsTest {
  @Test
  void withoutConfigurationTheHostIsReachedByItsNameOverTls() {
    assertThat(MigrationTerms.standard().of("h1", Optional.empty()))
        .isEqualTo(
            new HostTerms(
                new MigrationAddress("qemu+tls://h1/system", "", Transport.TLS), 1.0, null));
  }

  @Test
  void addressesOfSixteenBytesStandInBrackets() {
    MigrationTerms terms =
        new MigrationTerms(
            Optional.of("qemu+tcp://[fe80::1]/system"),
            Optional.of("fe80::1"),
            Transport.PLAIN,
            2,
            1.5);
    assertThat(terms.of("h1", Optional.empty()).migration())
        .isEqualTo(
            new MigrationAddress(
                "qemu+tcp://[fe80::1]/system", "tcp://[fe80::1]", Transport.PLAIN));
  }
}
