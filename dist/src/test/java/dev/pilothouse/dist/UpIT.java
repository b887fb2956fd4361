package dev.pilothouse.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.lab.CommandFailedException;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code up}, {@code down} and {@code status} on a lab host that has libvirt's programs and nothing
 * running.
 */
class UpIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SYSTEM = "qemu:///system";

  private Lab lab;
  private LabHost machine;
  private Path state;

  @BeforeEach
  void setUp() {
    lab = Lab.open();
    machine = lab.plainHost("machine");
    state = lab.directory().resolve("state");
  }

  @AfterEach
  void tearDown() {
    lab.close();
  }

  @Test
  void upBringsUpWhatIsMissingAndDownEndsIt() {
    pilothouse("up", "--detach");
    assertThat(pilothouse("status")).contains("Pilothouse runs");
    assertThat(virsh("hostname")).isEqualTo("machine");
    assertThat(state.resolve("redis.sock")).exists();
    assertThatThrownBy(() -> pilothouse("up", "--detach"))
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Main.UNAVAILABLE);
              assertThat(e.output()).contains("already running").doesNotContain("Exception");
            });

    pilothouse("down");
    assertThat(running("libvirtd")).isEmpty();
    assertThat(running("virtlogd")).isEmpty();
    assertThat(state.resolve("redis.sock")).doesNotExist();
    assertThat(state.resolve("pid")).doesNotExist();
    assertThatThrownBy(() -> pilothouse("status")).isInstanceOf(CommandFailedException.class);
    assertThat(pilothouse("down")).contains("not running");
  }

  @Test
  void guestsLiveOnWithoutUs() throws IOException {
    Guest guest = Guest.tiny("web").withAppend("lab.tick");
    pilothouse("up", "--detach");
    Path xml = Files.writeString(lab.directory().resolve("web.xml"), guest.xml());
    virsh("define", xml.toString());
    virsh("start", "web");
    await().atMost(LIMIT).until(() -> machine.serial(guest).contains("LAB-READY"));
    String id = virsh("domid", "web");

    pilothouse("down");
    assertThat(running("libvirtd")).isEmpty();
    int said = machine.serial(guest).length();
    await().atMost(LIMIT).until(() -> machine.serial(guest).length() > said);

    pilothouse("up", "--detach");
    assertThat(virsh("domid", "web")).isEqualTo(id);
    pilothouse("down");
  }

  @Test
  void aKilledInstanceIsContinued() {
    pilothouse("up", "--detach");
    String libvirtd = running("libvirtd");
    machine.exec(List.of("busybox", "kill", "-9", pid()));
    await().atMost(LIMIT).until(() -> !alive(pid()));
    assertThatThrownBy(() -> pilothouse("status")).isInstanceOf(CommandFailedException.class);

    pilothouse("up", "--detach");
    assertThat(running("libvirtd")).isEqualTo(libvirtd); // not started twice
    assertThat(read(state.resolve("console.log"))).contains("still running from before");
    pilothouse("down"); // and still known to be ours
    assertThat(running("libvirtd")).isEmpty();
  }

  @Test
  void aLibvirtThatWasThereStays() {
    LabHost host = lab.host("h1");
    host.exec(java(List.of("up", "--detach", "--state", state.toString())));
    host.exec(java(List.of("down", "--state", state.toString())));
    assertThat(host.virsh("hostname")).isEqualTo("h1");
  }

  @Test
  void saysWhyLibvirtDoesNotStart() throws IOException {
    Files.writeString(
        machine.directory().resolve("-etc-libvirt/libvirtd.conf"), "log_level = \"no number\"\n");
    assertThatThrownBy(() -> pilothouse("up", "--detach"))
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Main.UNAVAILABLE);
              assertThat(e.output()).contains("libvirtd did not start").contains("log_level");
            });
    assertThat(state.resolve("redis.sock")).doesNotExist(); // what had been started is ended again
  }

  private String pilothouse(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--state", state.toString()));
    return machine.exec(java(arguments));
  }

  private static List<String> java(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private String virsh(String... words) {
    List<String> command = new ArrayList<>(List.of("virsh", "-q", "-c", SYSTEM));
    command.addAll(List.of(words));
    return machine.exec(command);
  }

  /** Pids, inside the host, of processes of this name; empty when there is none. */
  private String running(String name) {
    try {
      return machine.exec(List.of("pidof", name));
    } catch (CommandFailedException none) {
      return none.output();
    }
  }

  private String pid() {
    return read(state.resolve("pid")).strip();
  }

  private boolean alive(String pid) {
    try {
      machine.exec(List.of("busybox", "kill", "-0", pid));
      return true;
    } catch (CommandFailedException gone) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
