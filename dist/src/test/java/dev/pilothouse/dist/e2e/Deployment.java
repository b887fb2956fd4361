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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pilothouse in parts, as on several machines: redis-server, {@code pilothouse server}, and on each
 * lab host {@code pilothouse agent} and libvirtd, each a process that can be killed and started
 * again. VMs migrate between the hosts over TCP, not encrypted.
 *
 * <p>The agent of an only host runs beside it, where it reaches this machine's loopback; those of
 * several run on them, with their hosts' network.
 */
final class Deployment implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(Program.MINUTES);
  private static final String READY = "Agent of h";
  private static final Pattern PORT = Pattern.compile("SSH on port (\\d+)");

  /** What a crash can hit. */
  enum Part {
    AGENT,
    REDIS,
    LIBVIRTD
  }

  private final Path folder;
  private final Map<LabHost, Process> agents = new LinkedHashMap<>();
  private final boolean alone;
  private final RedisServer redis;
  private final SigningKey ours = SigningKey.generate();
  private final Process server;

  Deployment(Lab lab, OpenSsh admin, LabHost... hosts) {
    this.folder = lab.directory();
    this.alone = hosts.length == 1;
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
      for (LabHost host : hosts) {
        write(
            agent(host) + ".yaml",
            """
            libvirt: "%s"
            redis: {url: "%s"}
            stateDirectory: journal-%s
            migration: {uri: "%s", transport: plain}
            log: {file: %s.log}
            """
                .formatted(
                    alone ? host.uri() : "qemu:///system",
                    redis.address(),
                    host,
                    host.remoteUri(),
                    agent(host)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.server = start("server");
    for (LabHost host : hosts) {
      agents.put(host, startAgent(host));
    }
    awaitSaid(server, "server", "SSH on port", 1);
    agents.forEach((host, agent) -> awaitSaid(agent, agent(host), READY, 1));
  }

  private static String agent(LabHost host) {
    return "agent-" + host;
  }

  /** The only host. */
  private LabHost host() {
    if (agents.size() != 1) {
      throw new IllegalStateException("which of " + agents.keySet() + "?");
    }
    return agents.keySet().iterator().next();
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

  /** What the agents logged in all their runs, for whoever asks why a test failed. */
  String agentLog() {
    return agents.keySet().stream()
        .map(host -> host + ":\n" + Program.read(folder.resolve(agent(host) + ".log")))
        .collect(Collectors.joining("\n"));
  }

  /** Of the only host. */
  Runnable killer(Part part) {
    return killer(part, host());
  }

  /** A kill -9 that is ready to happen: finding a process takes longer than some operations. */
  Runnable killer(Part part, LabHost host) {
    return switch (part) {
      case AGENT -> {
        ProcessHandle doomed = jvm(agents.get(host));
        yield () -> end(doomed);
      }
      case REDIS -> redis::kill;
      case LIBVIRTD -> {
        ProcessHandle libvirtd = libvirtd(host);
        yield () -> end(libvirtd);
      }
    };
  }

  /** Of the only host. */
  void restart(Part part) {
    restart(part, host());
  }

  /** Returns when it is up, by its own word. */
  void restart(Part part, LabHost host) {
    switch (part) {
      case AGENT -> {
        int before = count(said(agent(host)), READY);
        Process agent = startAgent(host);
        agents.put(host, agent);
        awaitSaid(agent, agent(host), READY, before + 1);
      }
      case REDIS -> redis.start();
      case LIBVIRTD -> host.startLibvirtd();
    }
  }

  @Override
  public void close() {
    agents.values().forEach(agent -> end(jvm(agent)));
    end(server.toHandle());
    redis.close();
  }

  private Process start(String part) {
    return Program.start(command(part, part), console(part));
  }

  private List<String> command(String part, String file) {
    return Program.pilothouse(
        List.of(), List.of(part, "--config", folder.resolve(file + ".yaml").toString()));
  }

  private Process startAgent(LabHost host) {
    List<String> command = command("agent", agent(host));
    return Program.start(alone ? command : host.inside(command), console(agent(host)));
  }

  /** The program itself, which may run beneath the one that took it into the host. */
  private static ProcessHandle jvm(@Nullable Process agent) {
    return Objects.requireNonNull(agent)
        .descendants()
        .filter(p -> p.descendants().findAny().isEmpty())
        .findFirst()
        .orElseGet(agent::toHandle);
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
  private static ProcessHandle libvirtd(LabHost host) {
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
