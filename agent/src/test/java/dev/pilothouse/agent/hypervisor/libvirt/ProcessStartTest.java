package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStartTest {
  @ParameterizedTest
  @CsvSource({
    "qemu:///system, /run/libvirt/qemu",
    "qemu+unix:///system, /run/libvirt/qemu",
    "qemu+unix:///system?socket=/x/run/libvirt/libvirt-sock, /x/run/libvirt/qemu",
    "qemu:///session, /run/user/1/libvirt/qemu/run"
  })
  void pid_files_of_a_local_libvirt(String uri, Path folder) {
    assertThat(ProcessStart.pidFilesOf(uri, Map.of("XDG_RUNTIME_DIR", "/run/user/1")))
        .isEqualTo(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"qemu+ssh://root@far/system", "qemu+tcp://far/system", "test:///x", "a b"})
  void none_of_another_machine_or_driver(String uri) {
    assertThat(ProcessStart.pidFilesOf(uri, Map.of())).isNull();
  }

  @Test
  void a_session_without_a_runtime_folder_has_none() {
    assertThat(ProcessStart.pidFilesOf("qemu:///session", Map.of())).isNull();
  }
}
