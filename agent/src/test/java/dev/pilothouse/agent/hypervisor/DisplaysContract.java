package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every host does with the display of a VM; RFC 6143 says what comes over it. */
@Timeout(300)
public abstract class DisplaysContract {
  private static final byte[] GREETING = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);

  private Hypervisor hypervisor;
  private UUID vm;

  protected abstract Hypervisor open();

  /** A VM that is shut off and has a VNC display, and no other. */
  protected abstract UUID vm(Hypervisor hypervisor);

  @BeforeEach
  void setUp() {
    hypervisor = open();
    vm = vm(hypervisor);
  }

  @AfterEach
  void tearDown() {
    if (hypervisor.find(vm).orElseThrow().state().active()) {
      hypervisor.forceOff(vm);
    }
    hypervisor.undefine(vm);
    hypervisor.close();
  }

  private Conduit vnc() {
    return hypervisor.displays().open(vm, Display.VNC);
  }

  @Test
  void itGreetsEveryConnectionAndAnswers() throws Exception {
    hypervisor.start(vm);
    try (Conduit one = vnc();
        Conduit two = vnc()) {
      assertThat(one.in().readNBytes(GREETING.length)).isEqualTo(GREETING);
      assertThat(two.in().readNBytes(GREETING.length)).isEqualTo(GREETING);
      two.out().write(GREETING);
      // How many kinds of security there are; 0 is followed by a reason.
      assertThat(two.in().read()).isBetween(0, 10);
    }
  }

  @Test
  void closingFreesWhoReads() throws Exception {
    hypervisor.start(vm);
    Conduit conduit = vnc();
    assertThat(conduit.in().readNBytes(GREETING.length)).isEqualTo(GREETING);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread unused =
        conduit
            .threads()
            .start(
                () -> {
                  try {
                    ended.complete(conduit.in().read() < 0);
                  } catch (IOException e) {
                    ended.complete(true);
                  }
                });
    conduit.close();
    conduit.close();
    assertThat(ended.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatIsNotThereIsRefused() {
    fails(ErrorCode.WRONG_STATE, vm, Display.VNC);
    hypervisor.start(vm);
    fails(ErrorCode.UNSUPPORTED, vm, Display.SPICE);
    fails(ErrorCode.NOT_FOUND, new UUID(4, 4), Display.VNC);
  }

  private void fails(ErrorCode code, UUID of, Display display) {
    assertThatThrownBy(() -> hypervisor.displays().open(of, display))
        .isInstanceOfSatisfying(
            OperationException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }
}
