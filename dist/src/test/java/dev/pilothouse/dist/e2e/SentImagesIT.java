package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Images that people send, between processes: OpenSSH's client, the server, the agent, libvirtd.
 * The judges are virsh, ls and sha256sum on the host.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class SentImagesIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String FOLDER = "/var/lib/libvirt/images/pilothouse";

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, admin, host);
  private Path image;
  private String sum;

  @BeforeAll
  void setUp() throws Exception {
    byte[] noise = new byte[24 << 20];
    new Random(1).nextBytes(noise);
    Path raw = Files.write(lab.directory().resolve("noise.raw"), noise);
    image = lab.directory().resolve("noise.qcow2");
    Outcome made =
        Program.run(
            List.of("qemu-img", "convert", "-O", "qcow2", raw.toString(), image.toString()), "");
    assertThat(made.status()).as(made.errors()).isZero();
    sum =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(image)));
    await().atMost(LIMIT).until(() -> ssh("host", "list", "-o", "name").output().contains("h1"));
  }

  @AfterAll
  void tearDown() {
    parts.close();
    lab.close();
  }

  private Outcome ssh(String... words) {
    return admin.run(parts.port(), "", words);
  }

  /** Its status, with a file as its standard input. */
  private int send(Path file, String... words) throws Exception {
    Process process =
        new ProcessBuilder(admin.command(parts.port(), List.of(), words))
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .redirectOutput(lab.directory().resolve("said").toFile())
            .start();
    return process.waitFor();
  }

  private String said() {
    return Program.read(lab.directory().resolve("said"));
  }

  private List<String> lain() {
    return host.exec(List.of("ls", "-A", FOLDER)).lines().sorted().toList();
  }

  private String sumOf(String name) {
    String file =
        lain().stream()
            .filter(f -> f.startsWith(name + ".") && f.endsWith(".qcow2"))
            .findFirst()
            .orElseThrow();
    return host.exec(List.of("sha256sum", FOLDER + "/" + file)).split(" ", -1)[0];
  }

  @Test
  @Order(1)
  void onStdin() throws Exception {
    assertThat(send(image, "image", "add", "noise", "--checksum", sum)).as(said()).isZero();
    assertThat(sumOf("noise")).isEqualTo(sum);
    assertThat(host.virsh("vol-list", "images")).contains("noise.json");
    assertThat(ssh("image", "show", "noise").output()).contains("a file sent on stdin");
  }

  @Test
  @Order(2)
  void byScp() {
    List<String> command = new ArrayList<>(admin.command(parts.port(), List.of()));
    command.removeLast();
    command.set(0, "scp");
    command.set(command.indexOf("-p"), "-P");
    command.addAll(List.of("-s", image.toString(), "root@127.0.0.1:/images/copied.qcow2"));
    Outcome copied = Program.run(command, "");
    assertThat(copied.status()).as(copied.errors()).isZero();
    assertThat(sumOf("copied")).isEqualTo(sum);
    Outcome again = Program.run(command, "");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.errors()).contains("there is an image copied on h1 already");
  }

  @Test
  @Order(3)
  void halfOfOneAndTheWrongOne() throws Exception {
    List<String> before = lain();
    byte[] all = Files.readAllBytes(image);
    Path half = Files.write(lab.directory().resolve("half"), Arrays.copyOf(all, all.length / 2));
    assertThat(send(half, "image", "add", "half")).isEqualTo(2);
    assertThat(said()).contains("cut off");
    assertThat(send(image, "image", "add", "wrong", "--checksum", "0".repeat(64))).isEqualTo(2);
    assertThat(said()).contains("checksum is wrong");
    assertThat(lain()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void theAgentIsKilledInTheMiddle() throws Exception {
    List<String> before = lain();
    Process client =
        new ProcessBuilder(admin.command(parts.port(), List.of(), "image", "add", "torn", "-"))
            .redirectErrorStream(true)
            .redirectOutput(lab.directory().resolve("said").toFile())
            .start();
    OutputStream stdin = client.getOutputStream();
    byte[] all = Files.readAllBytes(image);
    stdin.write(all, 0, all.length / 2);
    stdin.flush();
    await().atMost(LIMIT).until(() -> lain().stream().anyMatch(f -> f.startsWith("torn.")));
    parts.killer(Part.AGENT).run();
    feedUntilItBreaks(stdin, all);
    parts.restart(Part.AGENT);
    assertThat(client.waitFor()).as(said()).isEqualTo(7);
    assertThat(said()).containsAnyOf("cannot be taken up again", "nothing is heard of it");
    await().atMost(LIMIT).untilAsserted(() -> assertThat(lain()).isEqualTo(before));
    host.virsh("pool-refresh", "images");
    assertThat(host.virsh("vol-list", "images")).doesNotContain("torn");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(ssh("op", "list").output()).containsPattern("torn +h1 +failed"));
    assertThat(send(image, "image", "add", "torn")).as(said()).isZero();
    assertThat(sumOf("torn")).isEqualTo(sum);
  }

  private static void feedUntilItBreaks(OutputStream stdin, byte[] all) {
    try {
      stdin.write(all, all.length / 2, all.length / 4);
      stdin.flush();
    } catch (IOException e) {
      // The command ended before it took all: that is what it should do.
    }
  }
}
