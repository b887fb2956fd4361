package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code kill -9} of the agent's process while a guest's disk moves, over SSH. */
@Timeout(600)
class MoveKilledIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String FOLDER = "/var/lib/libvirt/images";

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, admin, host);

  @AfterEach
  void tearDown() {
    parts.close();
    lab.close();
  }

  private Outcome ssh(String... words) {
    return admin.run(parts.port(), "", words);
  }

  private Outcome done(Outcome outcome) {
    assertThat(outcome.status()).as("%s %s", outcome, parts.agentLog()).isZero();
    return outcome;
  }

  private void kill() {
    parts.killer(Part.AGENT).run();
  }

  @Test
  void theMoveGoesOnAndTheNextAgentEndsIt() {
    Guest web = Guest.tiny("web");
    host.define(web);
    done(ssh("pool", "create", "default", "--path", FOLDER));
    done(ssh("pool", "create", "fast", "--path", "/var/lib/libvirt/fast"));
    await().atMost(LIMIT).until(() -> ssh("vm", "list", "-o", "name").output().contains("web"));
    done(ssh("disk", "create", "web", "--size", "32M", "--name", "web.qcow2"));
    host.exec(
        List.of("qemu-io", "-f", "qcow2", "-c", "write -q -P 0x5a 0 24M", FOLDER + "/web.qcow2"));
    done(ssh("pool", "refresh", "default"));
    done(ssh("vm", "start", "web"));

    done(ssh("disk", "move", "web", "vda", "fast", "--bandwidth", "2M", "--no-wait"));
    await()
        .atMost(LIMIT)
        .until(() -> host.virsh("blockjob", "web", "vda", "--info").contains("Block Copy"));
    kill();
    assertThat(host.virsh("blockjob", "web", "vda", "--info")).contains("Block Copy");
    parts.restart(Part.AGENT);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(ssh("op", "list").output()).containsPattern("disk move.*succeeded"));
    assertThat(host.virsh("domblklist", "web")).contains("/var/lib/libvirt/fast/web.qcow2");
    assertThat(host.virsh("domblklist", "--inactive", "web"))
        .contains("/var/lib/libvirt/fast/web.qcow2");
    assertThat(host.exec(List.of("ls", FOLDER, "/var/lib/libvirt/fast")).split("web.qcow2", -1))
        .hasSize(2);

    // The agent dies again, and a person cancels while it is away.
    done(ssh("disk", "move", "web", "vda", "default", "--bandwidth", "1M", "--no-wait"));
    await()
        .atMost(LIMIT)
        .until(() -> host.virsh("blockjob", "web", "vda", "--info").contains("Block Copy"));
    kill();
    String number = ssh("op", "list", "-o", "name").output().lines().findFirst().orElseThrow();
    ssh("op", "cancel", number, "--no-wait");
    parts.restart(Part.AGENT);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(ssh("op", "list").output()).containsPattern("disk move.*cancelled"));
    assertThat(host.virsh("domblklist", "web")).contains("/var/lib/libvirt/fast/web.qcow2");
    assertThat(host.exec(List.of("ls", FOLDER))).doesNotContain("web.qcow2");
    host.virsh("destroy", "web");
    assertThat(
            host.exec(
                List.of(
                    "qemu-io",
                    "-r",
                    "-f",
                    "qcow2",
                    "-c",
                    "read -P 0x5a 0 24M",
                    "/var/lib/libvirt/fast/web.qcow2")))
        .doesNotContain("verification failed");
  }
}
