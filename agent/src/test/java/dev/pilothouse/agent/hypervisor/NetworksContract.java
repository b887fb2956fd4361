package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.xml.NetworkXml;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every host's networks do. */
public abstract class NetworksContract {
  private static final String NAME = "contract \u00e9";
  private static final UUID ID = UUID.fromString("5f0c2f0a-2b9e-4a57-9d0f-5d3b8f1c7e21");

  private Hypervisor hypervisor;
  private Networks networks;

  /** A hypervisor where a network may be made. */
  protected abstract Hypervisor open();

  @BeforeEach
  void setUp() {
    hypervisor = open();
    networks = hypervisor.networks();
  }

  @AfterEach
  void tearDown() {
    find()
        .ifPresent(
            network -> {
              if (network.active()) {
                networks.stop(NAME);
              }
              networks.undefine(NAME);
            });
    hypervisor.close();
  }

  private Optional<VirtualNetwork> find() {
    return networks.all().stream().filter(network -> network.name().equals(NAME)).findFirst();
  }

  private VirtualNetwork look() {
    return find().orElseThrow();
  }

  @Test
  void aNetworkIsDefinedStartedStoppedAndUndefined() {
    networks.define(xml(NAME, ID));
    VirtualNetwork made = look();
    assertThat(made.uuid()).isEqualTo(ID);
    assertThat(made.mode()).isEqualTo("isolated");
    assertThat(made.active()).isFalse();
    assertThat(made.persistent()).isTrue();
    assertThat(made.addresses()).isEmpty();
    assertThat(made.leases()).isEmpty();
    assertThat(NetworkXml.parse(networks.xml(NAME)).uuid()).isEqualTo(ID);

    networks.setAutostart(NAME, true);
    assertThat(look().autostart()).isTrue();
    networks.start(NAME);
    assertThat(look().active()).isTrue();
    assertThat(look().bridge()).isEqualTo("phcontract0");
    fails(ErrorCode.WRONG_STATE, () -> networks.start(NAME));

    networks.stop(NAME);
    assertThat(look().active()).isFalse();
    fails(ErrorCode.WRONG_STATE, () -> networks.stop(NAME));
    networks.undefine(NAME);
    assertThat(find()).isEmpty();
  }

  @Test
  void aNameIsTakenOnce() {
    networks.define(xml(NAME, ID));
    fails(ErrorCode.NAME_TAKEN, () -> networks.define(xml(NAME, UUID.randomUUID())));
    assertThat(look().uuid()).isEqualTo(ID);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    fails(ErrorCode.NOT_FOUND, () -> networks.start(NAME));
    fails(ErrorCode.NOT_FOUND, () -> networks.stop(NAME));
    fails(ErrorCode.NOT_FOUND, () -> networks.undefine(NAME));
    fails(ErrorCode.NOT_FOUND, () -> networks.xml(NAME));
    fails(ErrorCode.NOT_FOUND, () -> networks.setAutostart(NAME, true));
    fails(ErrorCode.BAD_INPUT, () -> networks.define("<network>"));
  }

  /** Without addresses, so that no DHCP server and no packet filter are needed. */
  private static String xml(String name, UUID uuid) {
    return """
    <network>
      <name>%s</name>
      <uuid>%s</uuid>
      <bridge name="phcontract0"/>
    </network>
    """
        .formatted(name, uuid);
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code));
  }
}
