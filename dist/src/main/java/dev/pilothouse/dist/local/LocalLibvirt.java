package dev.pilothouse.dist.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The libvirt of this machine, {@code qemu:///system}: found, or brought up and then ended again.
 * Guests are never touched; QEMU processes live on without a daemon and are found again by the next
 * one.
 */
public final class LocalLibvirt implements AutoCloseable {
  /** Where the daemon comes from, which decides what closing ends. */
  public enum Origin {
    /** It answered when we came. It stays. */
    FOUND("which was running"),
    /** systemd runs it, because we asked. It stays: it belongs to the system from now on. */
    SERVICE("started by systemd"),
    /** We started it, now or before we were killed. It ends with us. */
    OURS("started by Pilothouse");

    private final String words;

    Origin(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  public static final String URI = "qemu:///system";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  private final Origin origin;
  private final Daemon libvirtd;
  private final Daemon virtlogd;

  private LocalLibvirt(Origin origin, Daemon libvirtd, Daemon virtlogd) {
    this.origin = origin;
    this.libvirtd = libvirtd;
    this.virtlogd = virtlogd;
  }

  /**
   * Returns when a connection opens.
   *
   * @throws CannotStartException when none does and no daemon can be brought up
   */
  public static LocalLibvirt open(StateDirectory state) {
    Path folder = state.libvirt();
    Daemon libvirtd = new Daemon("libvirtd", folder);
    Daemon virtlogd = new Daemon("virtlogd", folder);
    if (answers()) {
      Origin origin = libvirtd.process().isPresent() ? Origin.OURS : Origin.FOUND;
      return new LocalLibvirt(origin, libvirtd, virtlogd);
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new CannotStartException(
          "No libvirt answers at %s, or you may not use it. Run the same command with sudo; or have root start libvirt and put you into its group (`sudo adduser %s libvirt`), and log in again."
              .formatted(URI, System.getProperty("user.name")));
    }
    if (Files.isDirectory(SYSTEMD)) {
      startService();
      await("systemd's libvirt service", Path.of("/var/log/libvirt/libvirtd.log"));
      return new LocalLibvirt(Origin.SERVICE, libvirtd, virtlogd);
    }
    // A virtlogd that still serves the guests of a daemon before is taken on as it is.
    if (!Files.exists(Path.of("/run/libvirt/virtlogd-sock")) || virtlogd.process().isEmpty()) {
      virtlogd.start(Map.of("LIBVIRT_LOG_OUTPUTS", "3:file:" + virtlogd.log()), false);
    }
    try {
      libvirtd.start(Map.of("LIBVIRT_LOG_OUTPUTS", "3:file:" + libvirtd.log()), true);
      await("libvirtd", libvirtd.log());
    } catch (CannotStartException e) {
      virtlogd.stop(STOP);
      throw e;
    }
    return new LocalLibvirt(Origin.OURS, libvirtd, virtlogd);
  }

  public Origin origin() {
    return origin;
  }

  /**
   * Ends the daemons if they are ours. Guests go on, and with them the virtlogd that writes their
   * logs.
   */
  @Override
  public void close() {
    if (origin != Origin.OURS) {
      return;
    }
    boolean guests =
        !Command.run(List.of("virsh", "-q", "-c", URI, "list", "--name"), STOP).output().isBlank();
    libvirtd.stop(STOP);
    if (!guests) {
      virtlogd.stop(STOP);
    }
  }

  @Override
  public String toString() {
    return "libvirt at " + URI;
  }

  private static boolean answers() {
    Executables.first("virsh");
    return Command.run(List.of("virsh", "-q", "-c", URI, "uri"), Duration.ofSeconds(20))
        .succeeded();
  }

  private static void startService() {
    // Distributions run either the one daemon or one for each driver.
    Optional<String> unit =
        Stream.of("libvirtd.service", "virtqemud.socket")
            .filter(name -> Command.run(List.of("systemctl", "cat", name), START).succeeded())
            .findFirst();
    if (unit.isEmpty()) {
      throw new CannotStartException(
          "libvirt is not installed as a service of this system: install libvirt-daemon-system (Debian, Ubuntu) or libvirt-daemon (elsewhere), then run the same command again.");
    }
    Command.Result result = Command.run(List.of("systemctl", "start", unit.get()), START);
    if (!result.succeeded()) {
      throw new CannotStartException(
          "`systemctl start %s` failed: %s Look at `journalctl -u %s`."
              .formatted(unit.get(), result.output(), unit.get()));
    }
  }

  private static void await(String what, Path log) {
    long end = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (System.nanoTime() > end) {
        throw new CannotStartException(
            "%s does not answer at %s after %d s. The end of %s: %s"
                .formatted(what, URI, START.toSeconds(), log, LogTail.of(log)));
      }
    }
  }

  /**
   * A daemon of libvirt's that we start: it goes to the background by itself and writes its pid
   * into our folder.
   */
  private record Daemon(String name, Path folder) {
    Path log() {
      return folder.resolve(name + ".log");
    }

    private Path pidFile() {
      return folder.resolve(name + ".pid");
    }

    /**
     * The running one that we started: its command line names our pid file, so a reused number is
     * no mistake.
     */
    Optional<ProcessHandle> process() {
      try {
        Optional<Long> pid = Instance.pid(pidFile());
        if (pid.isPresent()
            && Files.readString(Path.of("/proc", pid.get().toString(), "cmdline"))
                .contains(pidFile().toString())) {
          return ProcessHandle.of(pid.get()).filter(Processes::runs);
        }
      } catch (IOException e) {
        return Optional.empty(); // it ended while we looked
      }
      return Optional.empty();
    }

    void start(Map<String, String> environment, boolean required) {
      Path output = folder.resolve(name + ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(
                    Executables.first(name), "--daemon", "--pid-file", pidFile().toString())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        int status =
            builder
                .start()
                .waitFor(); // the parent leaves when the daemon is up, or could not come up
        if (status != 0 && required) {
          throw new CannotStartException(
              "%s did not start (status %d). What it said: %s The end of %s: %s"
                  .formatted(name, status, LogTail.of(output), log(), LogTail.of(log())));
        }
      } catch (IOException e) {
        throw new CannotStartException("%s cannot be run (%s).".formatted(name, e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CannotStartException("Interrupted while " + name + " was starting.");
      }
    }

    void stop(Duration limit) {
      process()
          .ifPresent(
              process -> {
                process.destroy();
                Processes.await(process, limit);
              });
    }
  }
}
