package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation.AddImage;
import dev.pilothouse.fleet.operation.ImageOperation.RemoveImage;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.server.DoorFixture.Ended;
import dev.pilothouse.server.auth.Account;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images through OpenSSH's ssh, sftp and scp, to a fake agent that takes real streams. */
class ImagesOverSshTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dir;
  private final FakeFleet fleet = FakeFleet.of(Vms.vm("h1", "web01").build());
  private final ControlRoomReception reception =
      new ControlRoomReception(
          fleet.room(), Surroundings.remote(Clock.systemUTC(), "test"), "node1");
  private final byte[] content = new byte[2_500_001];
  private DoorFixture fixture;
  private Path file;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new DoorFixture(dir, settings -> settings, fake -> reception);
    new Random(1).nextBytes(content);
    file = Files.write(dir.resolve("mine.qcow2"), content);
    fleet.agent("h1").publish(new FleetEvent.InventoryReported("h1", Vms.inventory()));
    await().atMost(LONG).until(() -> !fleet.room().fleet().inventory("h1").images().isEmpty());
  }

  @AfterEach
  void tearDown() throws Exception {
    fixture.close();
    reception.close();
    fleet.close();
  }

  private Ended sftp(String... lines) throws Exception {
    List<String> command = fixture.client("sftp", "id", "-b", "-");
    command.add("alice@127.0.0.1");
    String batch = String.join("\n", lines) + "\n";
    return fixture.run(command, batch.getBytes(StandardCharsets.UTF_8));
  }

  private Ended scp(String... words) throws Exception {
    List<String> command = fixture.client("scp", "id", "-s");
    command.addAll(List.of(words));
    return fixture.run(command);
  }

  private Optional<OperationRecord> newest() {
    return fleet.room().recentOperations(1).stream().findFirst();
  }

  private byte[] received(String name) {
    return fleet.agent("h1").received().getOrDefault(name, new byte[0]);
  }

  @Test
  void ofStdinArrives() throws Exception {
    Ended ended = fixture.run(fixture.ssh(List.of(), "image", "add", "mine"), content);
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(received("mine")).isEqualTo(content);
  }

  @Test
  void whoIsKilledWhileSendingLeavesNothing() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of(), "image", "add", "mine", "-"));
    OutputStream stdin = client.getOutputStream();
    stdin.write(content);
    stdin.flush();
    await()
        .atMost(LONG)
        .until(() -> newest().map(OperationRecord::state).orElse(null) == OperationState.RUNNING);
    client.destroyForcibly();
    await().atMost(LONG).until(() -> newest().orElseThrow().state().terminal());
    assertThat(newest().orElseThrow().state()).isNotEqualTo(OperationState.SUCCEEDED);
    assertThat(fleet.agent("h1").received()).isEmpty();
  }

  @Test
  void anEarlyRefusalReachesAClientThatStillSends() throws Exception {
    fleet.agent("h1").failNext(new Failure(ErrorCode.NO_CAPACITY, "There is no room."));
    Process client = fixture.start(fixture.ssh(List.of(), "image", "add", "mine", "-"));
    // Nobody ends its stdin.
    assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(client.exitValue()).isEqualTo(1);
    assertThat(new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("There is no room.");
  }

  @Test
  void aFileIsCopiedByScpAndBySftp() throws Exception {
    Ended copied = scp(file.toString(), "alice@127.0.0.1:/images/");
    assertThat(copied.status()).as(copied.err()).isZero();
    assertThat(received("mine")).isEqualTo(content);
    OperationRecord record = newest().orElseThrow();
    assertThat(record.principal().name()).isEqualTo("alice");
    assertThat(record.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(((AddImage) record.operation()).source().words())
        .isEqualTo("a file sent by scp or sftp");

    assertThat(scp(file.toString(), "alice@127.0.0.1:/images/h1/other.raw").status()).isZero();
    assertThat(received("other")).isEqualTo(content);
    assertThat(((AddImage) newest().orElseThrow().operation()).raw()).isTrue();

    Ended put = sftp("put " + file + " third.iso", "put " + file + " h1/fourth");
    assertThat(put.status()).as(put.err()).isZero();
    assertThat(received("third")).isEqualTo(content);
    assertThat(received("fourth")).isEqualTo(content);
  }

  @Test
  void theCatalogueIsListedAndAnImageRemoved() throws Exception {
    Ended listed = sftp("pwd", "ls -l", "ls -1 h1", "ls -1 /", "rm base.qcow2");
    assertThat(listed.status()).as(listed.err()).isZero();
    assertThat(listed.out()).contains("/images", "base.qcow2", "h1/base.qcow2", "-r--r--r--");
    assertThat(newest().orElseThrow().operation()).isEqualTo(new RemoveImage("h1", "base"));
  }

  @Test
  void whyItFailedIsSaidAndScpSaysSoToo() throws Exception {
    fleet
        .agent("h1")
        .failNext(new Failure(ErrorCode.BAD_INPUT, "This is no image.", "Send another."));
    Ended refused = scp(file.toString(), "alice@127.0.0.1:/images/");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).containsOnlyOnce("This is no image. (operation 1) Send another.");

    Ended taken = scp(file.toString(), "alice@127.0.0.1:/images/base.qcow2");
    assertThat(taken.status()).isEqualTo(1);
    assertThat(taken.err()).contains("there is an image base on h1 already");
    assertThat(fleet.agent("h1").received()).isEmpty();
  }

  @Test
  void whoMayNotAddImagesCopiesNone() throws Exception {
    fixture.accounts.computeIfPresent(
        "alice",
        (name, was) -> new Account(name, Role.OPERATOR, was.authorizedKeys(), Optional.empty()));
    Ended refused = scp(file.toString(), "alice@127.0.0.1:/images/");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("may not image add");
    assertThat(sftp("rm base.qcow2").status()).isEqualTo(1);
    assertThat(newest()).isEmpty();
  }

  @Test
  void nothingOfTheMachineIsThere() throws Exception {
    Path target = dir.resolve("stolen");
    for (String path :
        List.of(
            "/etc/passwd",
            "../../../etc/passwd",
            "/images/../etc/passwd",
            "/images/h1/../../../etc/passwd",
            "/proc/self/environ",
            dir.resolve("id").toString(),
            "/images/\\x00/etc/passwd")) {
      Ended ended = sftp("get " + path + " " + target);
      assertThat(ended.status()).as(path).isNotZero();
      assertThat(target).doesNotExist();
    }
    Ended root = sftp("ls -1 /");
    assertThat(root.out().lines().filter(line -> !line.startsWith("sftp>")))
        .containsExactly("/images");
    assertThat(sftp("ls /etc").status()).isNotZero();
    Ended up = sftp("cd ../../..", "pwd");
    assertThat(up.out()).contains("Remote working directory: /");
    Path evil = dir.resolve("evil");
    for (String line :
        List.of(
            "put " + file + " " + evil,
            "put " + file + " /etc/cron.d/evil",
            "put " + file + " ../evil",
            "mkdir /images/new",
            "mkdir " + evil,
            "rmdir /images/h1",
            "rename base.qcow2 other.qcow2",
            "symlink /etc/passwd link",
            "ln base.qcow2 link",
            "get base.qcow2 " + target,
            "reput " + file + " base.qcow2",
            "rm /etc/passwd",
            "rm h1")) {
      Ended ended = sftp(line);
      assertThat(ended.status()).as(line + ": " + ended.err()).isNotZero();
    }
    assertThat(evil).doesNotExist();
    assertThat(target).doesNotExist();
    assertThat(newest()).isEmpty();
  }

  @Test
  void aCopyThatIsKilledLeavesNothing() throws Exception {
    List<String> command = fixture.client("sftp", "id", "-l", "400", "-b", "-");
    command.add("alice@127.0.0.1");
    Process client = fixture.start(command);
    client.getOutputStream().write(("put " + file + "\n").getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().close();
    await()
        .atMost(LONG)
        .until(() -> newest().map(OperationRecord::state).orElse(null) == OperationState.RUNNING);
    client.descendants().forEach(ProcessHandle::destroyForcibly);
    client.destroyForcibly();
    await().atMost(LONG).until(() -> newest().orElseThrow().state().terminal());
    assertThat(newest().orElseThrow().state()).isNotEqualTo(OperationState.SUCCEEDED);
    assertThat(fleet.agent("h1").received()).isEmpty();
  }
}
