package dev.pilothouse.dist.e2e;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import dev.pilothouse.lab.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pilothouse in parts, as on several machines: redis-server, {@code pilothouse agent}, {@code
 * pilothouse server} and the libvirtd of a lab host, each a process that can be killed and started
 * again.
 */
final class Deployment implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(Program.MINUTES);
  private static final Pattern PORT = Pattern.compile("SSH on port (\\d+)");

  /** What a crash can hit. */
  enum Part {
    AGENT,
    REDIS,
    LIBVIRTD
  }

  private final Path folder;
  private final LabHost host;
  private final RedisServer redis;
  private final SigningKey ours = SigningKey.generate();
  private final Process server;
  private Process agent;

  Deployment(Lab lab, LabHost host, OpenSsh admin) {
    this.folder = lab.directory();
    this.host = host;
    try {
      this.redis = RedisServer.onSocket(Files.createDirectory(folder.resolve("redis")));
      SigningKey servers = SigningKey.loadOrGenerate(folder.resolve("signing.key"));
      write("trusted-keys", ours.publicLine() + "\n" + servers.publicLine() + "\n");
      write(
          "users.yaml",
          """
          users:
            - name: %s
              role: admin
              keys: [%s]
          """
              .formatted(admin.user(), admin.publicKey()));
      write(
          "server.yaml",
          """
          node: mgmt1
          redis: {url: "%s"}
          ssh: {address: 127.0.0.1, port: 0}
          streams: {address: 127.0.0.1, port: 0}
          log: {file: server.log}
          """
              .formatted(redis.address()));
      write(
          "agent.yaml",
          """
          libvirt: "%s"
          redis: {url: "%s"}
          stateDirectory: journal
          log: {file: agent.log}
          """
              .formatted(host.uri(), redis.address()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.server = start("server");
    this.agent = start("agent");
    awaitSaid(server, "server", "SSH on port", 1);
    awaitSaid(agent, "agent", "Agent of h1", 1);
  }

  /** Agents obey it, as they obey the server's. */
  SigningKey key() {
    return ours;
  }

  String redis() {
    return redis.address();
  }

  int port() {
    Matcher port = PORT.matcher(said("server"));
    if (!port.find()) {
      throw new AssertionError(said("server"));
    }
    return Integer.parseInt(port.group(1));
  }

  /** What the agent logged in all its runs, for whoever asks why a test failed. */
  String agentLog() {
    return Program.read(folder.resolve("agent.log"));
  }

  /** A kill -9 that is ready to happen: finding a process takes longer than some operations. */
  Runnable killer(Part part) {
    return switch (part) {
      case AGENT -> {
        Process doomed = agent;
        yield () -> end(doomed.toHandle());
      }
      case REDIS -> redis::kill;
      case LIBVIRTD -> {
        ProcessHandle libvirtd = libvirtd();
        yield () -> end(libvirtd);
      }
    };
  }

  /** Returns when it is up, by its own word. */
  void restart(Part part) {
    switch (part) {
      case AGENT -> {
        int before = count(said("agent"), "Agent of h1");
        agent = start("agent");
        awaitSaid(agent, "agent", "Agent of h1", before + 1);
      }
      case REDIS -> redis.start();
      case LIBVIRTD -> host.startLibvirtd();
    }
  }

  @Override
  public void close() {
    end(agent.toHandle());
    end(server.toHandle());
    redis.close();
  }

  private Process start(String part) {
    return Program.start(
        Program.pilothouse(
            List.of(), List.of(part, "--config", folder.resolve(part + ".yaml").toString())),
        console(part));
  }

  private void awaitSaid(Process process, String part, String words, int times) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(part + " ended: " + said(part));
              }
            })
        .until(() -> count(said(part), words) >= times);
  }

  private String said(String part) {
    return Program.read(console(part));
  }

  private Path console(String part) {
    return folder.resolve(part + ".console");
  }

  private static int count(String text, String words) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The host's libvirtd, as this process sees it: the one in the host's mount namespace. */
  private ProcessHandle libvirtd() {
    String init = Program.read(host.directory().resolve("pid")).split(" ", -1)[0];
    Path ours = namespace(init);
    return ProcessHandle.allProcesses()
        .filter(p -> Program.read(Path.of("/proc/" + p.pid() + "/comm")).strip().equals("libvirtd"))
        .filter(p -> namespace(Long.toString(p.pid())).equals(ours))
        .findFirst()
        .orElseThrow();
  }

  private static Path namespace(String pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", pid, "ns/mnt"));
    } catch (IOException e) {
      return Path.of("gone");
    }
  }

  private void write(String name, String text) throws IOException {
    Path file =
        Files.createFile(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
