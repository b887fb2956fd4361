package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.server.auth.Account;
import dev.pilothouse.server.auth.Accounts;
import dev.pilothouse.server.auth.PasswordHash;
import dev.pilothouse.tui.Reception;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A door on a free loopback port, its accounts, and the OpenSSH client to knock with. */
final class DoorFixture implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  /** How a client ended. */
  record Ended(int status, String out, String err) {}

  final Path dir;
  final FakeReception reception = new FakeReception();
  final Map<String, Account> accounts = new ConcurrentHashMap<>();
  final SshFrontDoor door;
  private final List<Process> processes = new ArrayList<>();

  DoorFixture(Path dir, UnaryOperator<SshSettings> change) throws Exception {
    this(dir, change, fake -> fake);
  }

  /**
   * @param behind what stands behind the door instead of the fake
   */
  DoorFixture(Path dir, UnaryOperator<SshSettings> change, UnaryOperator<Reception> behind)
      throws Exception {
    this.dir = dir;
    String key =
        Files.exists(dir.resolve("id.pub"))
            ? Files.readString(dir.resolve("id.pub")).strip()
            : newKey("id", "-t", "ed25519");
    Files.deleteIfExists(dir.resolve("known_hosts"));
    accounts.put("alice", new Account("alice", Role.ADMIN, List.of(key), Optional.empty()));
    accounts.put(
        "bob",
        new Account(
            "bob",
            Role.VIEWER,
            List.of(),
            Optional.of(PasswordHash.of(PASSWORD, new SecureRandom()).phc())));
    door =
        SshFrontDoor.open(
            change.apply(
                SshSettings.withHostKey(dir.resolve("host_key"))
                    .withAddress("127.0.0.1")
                    .withPort(0)),
            Accounts.of(accounts::values),
            behind.apply(reception));
  }

  /** Makes a key pair; returns its public line. */
  String newKey(String name, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-N", "", "-C", name));
    command.addAll(List.of("-f", dir.resolve(name).toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(process.waitFor()).isZero();
    return Files.readString(dir.resolve(name + ".pub")).strip();
  }

  /** The arguments of a client up to the host; options of OpenSSH come before it. */
  List<String> client(String program, String key, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "-F",
                "none",
                program.equals("ssh") ? "-p" : "-P",
                String.valueOf(door.port()),
                "-i",
                dir.resolve(key).toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "IdentityAgent=none",
                "-o",
                "StrictHostKeyChecking=accept-new",
                "-o",
                "UserKnownHostsFile=" + dir.resolve("known_hosts"),
                "-o",
                "LogLevel=INFO"));
    command.addAll(List.of(options));
    return command;
  }

  /** {@code ssh options... alice@door words...} */
  List<String> ssh(List<String> options, String... words) {
    List<String> command = client("ssh", "id", options.toArray(String[]::new));
    command.addAll(List.of("-o", "BatchMode=yes", "alice@127.0.0.1"));
    command.addAll(List.of(words));
    return command;
  }

  Process start(List<String> command) throws IOException {
    return start(command, Map.of());
  }

  private Process start(List<String> command, Map<String, String> variables) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().remove("SSH_AUTH_SOCK");
    builder.environment().putAll(variables);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Runs to the end, with something to read. */
  Ended run(List<String> command, byte[] input) throws Exception {
    return finish(start(command), input);
  }

  /** The same with more in its environment. */
  Ended run(List<String> command, Map<String, String> variables) throws Exception {
    return finish(start(command, variables), new byte[0]);
  }

  Ended run(List<String> command) throws Exception {
    return run(command, new byte[0]);
  }

  /** {@code ssh alice@door words...} to the end. */
  Ended command(String... words) throws Exception {
    return run(ssh(List.of(), words));
  }

  static Ended finish(Process process, byte[] input) throws Exception {
    Reading out = new Reading(process.getInputStream());
    Reading err = new Reading(process.getErrorStream());
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // the other side may have closed before it read everything
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("client ended").isTrue();
    return new Ended(process.exitValue(), out.all(), err.all());
  }

  static void type(Process process, String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
  }
}
