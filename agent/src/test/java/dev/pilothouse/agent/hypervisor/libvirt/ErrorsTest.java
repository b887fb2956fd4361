package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.operation.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
  /** Messages as libvirt 9.0 words them. */
  @ParameterizedTest
  @CsvSource({
    "55, Requested operation is not valid: domain is already running, WRONG_STATE",
    "55, Requested operation is not valid: domain is not running, WRONG_STATE",
    "55, Requested operation is not valid: domain with name 'x' already exists, NAME_TAKEN",
    "9, operation failed: domain 'x' already exists with uuid y, NAME_TAKEN",
    "9, operation failed: something else, REFUSED",
    "42, Domain not found: no domain with matching uuid, NOT_FOUND",
    "92, XML document failed to validate against schema, BAD_INPUT",
    "27, XML error: name x cannot contain '/', BAD_INPUT",
    "1, internal error: qemu unexpectedly closed the monitor: Cannot allocate memory, NO_CAPACITY",
    "38, Unable to write: No space left on device, NO_CAPACITY",
    "38, Failed to create file '/etc/libvirt/qemu/xx.xml': File name too long, BAD_INPUT",
    "2, out of memory, NO_CAPACITY",
    "49, Storage pool not found: no storage pool with matching name 'x', NOT_FOUND",
    "50, Storage volume not found: no storage vol with matching path '/x', NOT_FOUND",
    "90, storage volume 'x' exists already, NAME_TAKEN",
    "67, unsupported configuration: no such video, UNSUPPORTED",
    "86, Guest agent is not responding, GUEST_SILENT",
    "68, Timed out during operation: cannot acquire state change lock, WRONG_STATE",
    "88, access denied, DENIED",
    "8, invalid argument: disk vdb does not have an active block job, WRONG_STATE",
    "8, invalid argument: target vdb doesn't exist., NOT_FOUND",
    "78, operation aborted: job 'migration out' canceled by client, CANCELLED",
    "81, Unsafe migration: Migration without shared storage is unsafe, REFUSED",
    "91, the CPU is incompatible with host CPU: Host CPU does not provide: avx, UNSUPPORTED",
    "4711, from the future, REFUSED"
  })
  void every_number_has_a_code(int number, String message, ErrorCode code) {
    assertThat(Errors.failure(number, 10, message).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "55, 10, Requested operation is not valid: domain is already active as 'x', NAME_TAKEN",
    "9, 10, operation failed: domain 'x' is already defined with uuid y, NAME_TAKEN",
    "38, 7, Failed to connect socket to '/x': No such file or directory, HOST_UNREACHABLE",
    "38, 7, unable to connect to server at 'h2:16509': Connection refused, HOST_UNREACHABLE",
    "1, 7, internal error: client socket is closed, HOST_UNREACHABLE",
    "9, 10, operation failed: Lost connection to destination host, HOST_UNREACHABLE",
    "40, 7, Unable to verify TLS peer: No certificate was found, DENIED",
    "84, 10, pre-creation of storage targets is not supported, UNSUPPORTED",
    "1, 10, qemu unexpectedly closed the monitor: Could not open '/x': No such file, REFUSED",
    "43, 19, Network not found: no network with matching name 'lan', NOT_FOUND"
  })
  void of_a_migration_it_is_said_whose_fault_it_is(
      int number, int part, String message, ErrorCode code) {
    assertThat(MigrationErrors.of(new LibvirtError(number, part, message)).orElseThrow().code())
        .isEqualTo(code);
  }

  @Test
  void what_means_the_same_everywhere_is_said_once() {
    assertThat(MigrationErrors.of(new LibvirtError(78, 10, "canceled by client"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 38, 55, 77, 110, 999})
  void every_failure_has_a_hint(int number) {
    assertThat(Errors.failure(number, 10, "whatever").hint()).isNotBlank();
  }

  @Test
  void libvirts_words_for_events() {
    assertThat(Words.event(2, 0)).isEqualTo("started (booted)");
    assertThat(Words.event(5, 1)).isEqualTo("stopped (destroyed)");
    assertThat(Words.event(5, 99)).isEqualTo("stopped (unknown)");
    assertThat(Words.event(99, 0)).isEqualTo("lifecycle event 99");
  }
}
