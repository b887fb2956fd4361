package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.agent.hypervisor.Migrations.Route;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two hosts, whose pools are apart, for VMs of tests that migrate. */
public abstract class TwoHosts {
  protected static final long MIB = 1L << 20;
  protected static final Duration LIMIT = Duration.ofMinutes(3);

  /** So slow that a test can look at it for as long as it likes. */
  protected static final MigrationOptions SLOW = options(MIB, false);

  protected Hypervisor here;
  protected Hypervisor there;
  protected Migrations migrations;

  /** The host that VMs leave, with an active pool {@code default}. */
  protected abstract Hypervisor open();

  /** Another, with a pool of that name and folder, as the first one reaches it. */
  protected abstract MigrationAddress other();

  /** After each test. */
  protected void closeOther() {}

  /** Where nobody is. */
  protected abstract String nowhere();

  /** The XML of a VM without a UUID, whose guest, if it is real, keeps changing some memory. */
  protected abstract String definition(String name, String devices);

  /** Starts it and waits until its guest is up. */
  protected abstract void boot(Hypervisor hypervisor, UUID vm);

  @BeforeEach
  void setUp() {
    here = open();
    migrations = here.migrations();
    there = migrations.peer(other().uri());
    List.of(here, there).forEach(TwoHosts::clean);
  }

  @AfterEach
  void tearDown() {
    List.of(here, there).forEach(TwoHosts::clean);
    there.close();
    here.close();
    closeOther();
  }

  protected static void clean(Hypervisor hypervisor) {
    for (Vm vm : hypervisor.list()) {
      if (vm.title().equals("contract")) {
        UUID uuid = vm.ref().uuid();
        if (vm.state().active()) {
          hypervisor.forceOff(uuid);
        }
        if (hypervisor.find(uuid).isPresent()) {
          hypervisor.undefine(uuid);
        }
      }
    }
  }

  protected static MigrationOptions options(long bytesPerSecond, boolean postCopy) {
    return new MigrationOptions(bytesPerSecond, null, false, postCopy, false, false, null);
  }

  protected Route route(MigrationOptions options, String... copiedDisks) {
    return new Route(other(), options, List.of(copiedDisks), false);
  }

  protected UUID booted(String name) {
    UUID vm = here.define(definition(name, ""));
    boot(here, vm);
    return vm;
  }

  /** Begins; the future fails with what {@code migrate} throws. */
  protected CompletableFuture<@Nullable Void> begin(UUID vm, Route route) {
    CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                migrations.migrate(vm, route);
                over.complete(null);
              } catch (RuntimeException e) {
                over.completeExceptionally(e);
              }
            });
    return over;
  }

  protected Job awaitJob(Hypervisor at, UUID vm, Predicate<Job> what) {
    List<Job> seen = new ArrayList<>();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              at.migrations().job(vm).ifPresent(seen::add);
              return !seen.isEmpty() && what.test(seen.getLast());
            });
    return seen.getLast();
  }

  protected static void ends(CompletableFuture<@Nullable Void> migration) {
    try {
      migration.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("it failed", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  protected static void endsWith(CompletableFuture<@Nullable Void> migration, ErrorCode code) {
    fails(
        code,
        () -> {
          try {
            migration.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          } catch (ExecutionException e) {
            throw e.getCause();
          }
        });
  }

  protected static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> {
              assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.failure().hint()).isNotBlank();
            });
  }

  protected void assertOnlyHere(UUID vm, VmState state) {
    assertThat(here.find(vm)).map(Vm::state).contains(state);
    assertThat(there.find(vm)).isEmpty();
    assertThat(migrations.job(vm)).isEmpty();
  }

  protected Vm assertOnlyThere(UUID vm, VmState state) {
    assertThat(here.find(vm)).isEmpty();
    assertThat(here.list()).noneMatch(each -> each.ref().uuid().equals(vm));
    Vm arrived = there.find(vm).orElseThrow();
    assertThat(arrived.state()).isEqualTo(state);
    assertThat(arrived.arriving()).isFalse();
    assertThat(there.migrations().job(vm)).isEmpty();
    return arrived;
  }
}
