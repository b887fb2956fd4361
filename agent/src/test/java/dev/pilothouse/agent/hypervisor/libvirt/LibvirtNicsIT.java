package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.NicsContract;
import dev.pilothouse.lab.CommandFailedException;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real libvirtd, with guests that boot; what they see is the judge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtNicsIT extends NicsContract {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private Lab lab;
  private LabHost host;
  private Guest guest = Guest.agent("not made yet");

  @BeforeAll
  void openLab(@TempDir Path folder) throws IOException {
    lab = Lab.open();
    host = lab.host("h1");
    for (String name : new String[] {"default", "lab"}) {
      Path xml =
          Files.writeString(
              folder.resolve(name),
              "<network><name>%s</name><bridge name='nics-%s'/></network>".formatted(name, name));
      host.virsh("net-define", xml.toString());
      host.virsh("net-start", name);
    }
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @Override
  protected Hypervisor open() {
    return LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
  }

  @Override
  protected UUID vm(Hypervisor hypervisor) {
    guest = Guest.agent("nics-" + UUID.randomUUID());
    return hypervisor.define(guest.xml());
  }

  @Override
  protected void boot(Hypervisor hypervisor, UUID vm) {
    hypervisor.start(vm);
    await().atMost(LIMIT).ignoreExceptions().until(() -> host.serial(guest).contains("LAB-READY"));
    await().atMost(LIMIT).until(this::answers);
  }

  private boolean answers() {
    try {
      return agent("guest-ping").contains("return");
    } catch (CommandFailedException e) {
      return false;
    }
  }

  @Override
  protected void guestSees(Optional<Boolean> carrier) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(seen()).isEqualTo(carrier));
    // And libvirt's own tools agree.
    assertThat(host.virsh("domiflist", guest.uuid().toString()).contains(MAC))
        .isEqualTo(carrier.isPresent());
    carrier.ifPresent(
        up ->
            assertThat(host.virsh("domif-getlink", guest.uuid().toString(), MAC))
                .contains(up ? "up" : "down"));
  }

  /** Only an interface that is switched on tells whether it has a carrier. */
  private Optional<Boolean> seen() {
    Matcher line =
        Pattern.compile("\\d+: (\\w+): <([^>]*)>[^\\n]*link/ether " + MAC)
            .matcher(run("-o", "link"));
    if (!line.find()) {
      return Optional.empty();
    }
    String flags = "," + line.group(2) + ",";
    if (!flags.contains(",UP,")) {
      run("link", "set", "dev", line.group(1), "up");
    }
    return Optional.of(flags.contains(",LOWER_UP,"));
  }

  /** What the guest's {@code ip} says. */
  private String run(String... words) {
    String arguments =
        Arrays.stream(words).map(word -> '"' + word + '"').collect(Collectors.joining(","));
    String pid =
        found(
            "\"pid\":(\\d+)",
            agent(
                "guest-exec\",\"arguments\":{\"path\":\"/sbin/ip\",\"arg\":["
                    + arguments
                    + "],\"capture-output\":true},\"id\":\"x"));
    String[] said = {""};
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              said[0] = agent("guest-exec-status\",\"arguments\":{\"pid\":" + pid + "},\"id\":\"x");
              return said[0].contains("\"exited\":true");
            });
    return said[0].contains("out-data")
        ? new String(
            Base64.getDecoder().decode(found("\"out-data\":\"([^\"]*)\"", said[0])),
            StandardCharsets.UTF_8)
        : "";
  }

  private String agent(String command) {
    return host.virsh(
        "qemu-agent-command", guest.uuid().toString(), "{\"execute\":\"" + command + "\"}");
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
