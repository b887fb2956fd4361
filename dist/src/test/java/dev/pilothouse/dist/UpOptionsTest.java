package dev.pilothouse.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpOptionsTest {
  @Test
  void withoutFlagsItIsThisMachineWithATuiOnPort2222() {
    assertThat(UpOptions.parse(List.of()))
        .isEqualTo(
            new UpOptions(
                Optional.empty(), 2222, false, false, List.of(), Optional.empty(), false));
  }

  @Test
  void readsEveryFlagInBothForms() {
    assertThat(
            UpOptions.parse(
                List.of(
                    "--state",
                    "/s",
                    "--ssh-port=0",
                    "--headless",
                    "--detach",
                    "--libvirt",
                    "qemu:///session",
                    "--libvirt=qemu+ssh://h/system?keyfile=/k",
                    "--redis=redis://r:6379")))
        .isEqualTo(
            new UpOptions(
                Optional.of(Path.of("/s")),
                0,
                true,
                true,
                List.of("qemu:///session", "qemu+ssh://h/system?keyfile=/k"),
                Optional.of("redis://r:6379"),
                false));
    assertThat(UpOptions.parse(List.of("--demo")).demo()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--ssh-port 65536, 0 (any free port) to 65535",
    "--ssh-port -1, 0 (any free port) to 65535",
    "--ssh-port, needs a value",
    "--state, needs a value",
    "--state=, needs a value",
    "--headless=yes, takes no value",
    "--demo --libvirt qemu:///system, takes no --libvirt",
    "--frobnicate, unknown option '--frobnicate'",
    "web\u009b1, unknown option 'web?1'",
  })
  void saysWhatIsWrong(String line, String complaint) {
    assertThatThrownBy(() -> UpOptions.parse(List.of(line.split(" "))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(complaint);
  }
}
