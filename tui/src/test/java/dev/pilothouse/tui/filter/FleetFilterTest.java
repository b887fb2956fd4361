package dev.pilothouse.tui.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.GuestOs;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetFilterTest {
  private static final Vm WEB =
      Vms.vm("h1", "Web01")
          .running(Instant.EPOCH)
          .tags("db", "prod")
          .title("Shop front")
          .os(new GuestOs("Debian 12", "agent"))
          .nics(
              new Nic(
                  "52:54:00:00:00:01",
                  "virtio",
                  "network:default",
                  List.of(new IpAddress("10.0.3.4", IpAddress.Source.LEASE))))
          .build();
  private static final Vm OFF =
      Vms.vm("h2", "a b\u009b").state(VmState.SHUT_OFF, "destroyed").build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "web |web",
        "~~|web off",
        "web |host:h1",
        "web off|host:H?",
        "web |state:running",
        "web |STATE:run*",
        "off |state:shut-off",
        "off |state:shutoff",
        "off |state:\"shut off\"",
        "off |!state:running",
        "web |tag:db",
        "~~|tag:d",
        "web |tag:d*",
        "web |os:debian",
        "off |!os:debian",
        "web |ip:10.0.*",
        "~~|ip:10.0",
        "web |web*",
        "web |eb0",
        "~~|eb?",
        "off |!web*",
        "off |!host:h1",
        "web |host:h1 state:running tag:db os:debian ip:10.0.* web*",
        "~~|host:h1 state:shut-off",
        "off |\"a b\"",
        "off |b\\x9B",
        "off |\\x9b",
        "web |title:front",
        "web off|*",
      })
  void letsThroughWhatMatchesAllTerms(String expected, String filter) throws Exception {
    FleetFilter parsed = FleetFilter.parse(filter);

    String through = (parsed.matches(WEB) ? "web" : "") + (parsed.matches(OFF) ? "off" : "");

    assertThat(through).isEqualTo(expected.replace(" ", ""));
  }

  @Test
  void findsByTheBeginningOfTheUuid() throws Exception {
    String uuid = WEB.ref().uuid().toString();

    assertThat(FleetFilter.parse("uuid:" + uuid.substring(0, 6)).matches(WEB)).isTrue();
    assertThat(FleetFilter.parse("uuid:" + uuid.substring(1)).matches(WEB)).isFalse();
  }

  @Test
  void nothingTypedLetsEverythingThrough() throws Exception {
    assertThat(FleetFilter.parse("  ").isEmpty()).isTrue();
    assertThat(FleetFilter.parse("  ").matches(OFF)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "colour:red|'colour:red' asks for 'colour:', which is none of name: host: state:",
        "state:sleeping|'state:sleeping' names no state; states are no-state running",
        "host:|'host:' says nothing to look for after 'host:'",
        "web !|'!' says nothing to look for after '!'",
        "a \"b c|the quote before 'b c' is not closed",
      })
  void namesTheTermThatIsWrong(String filter, String message) {
    assertThatThrownBy(() -> FleetFilter.parse(filter))
        .isInstanceOf(MalformedFilterException.class)
        .hasMessageContaining(message);
  }

  @Test
  void hostsAreShownForTheirOwnTermsOrForOneMatchingVm() throws Exception {
    Fleet fleet =
        Fleet.empty()
            .apply(new FleetEvent.HostReported("h1", Vms.facts(), Instant.EPOCH))
            .apply(new FleetEvent.VmsListed("h1", List.of(WEB)));
    Host host = Objects.requireNonNull(fleet.host("h1"));

    assertThat(FleetFilter.parse("host:h1").matches(host, fleet)).isTrue();
    assertThat(FleetFilter.parse("!host:h1").matches(host, fleet)).isFalse();
    assertThat(FleetFilter.parse("state:running").matches(host, fleet)).isTrue();
    assertThat(FleetFilter.parse("state:paused").matches(host, fleet)).isFalse();
    assertThat(FleetFilter.NONE.matches(host, fleet)).isTrue();
  }

  @Test
  void aGlobOfManyStarsStaysQuick() {
    String text = "a".repeat(20_000);

    assertThat(Glob.of("*a".repeat(50) + "*b").matches(text)).isFalse();
  }
}
