package dev.pilothouse.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One host of a {@link Lab}. {@link #virsh} is the judge of what is true on it. */
public final class LabHost implements AutoCloseable {
  private final Lab lab;
  private final String name;

  LabHost(Lab lab, String name) {
    this.lab = lab;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Its libvirt, reachable from this process through a Unix socket. */
  public String uri() {
    return "qemu+unix:///system?socket=" + socket();
  }

  /**
   * Where its private {@code /run}, {@code /etc/libvirt} (as {@code -etc-libvirt}) and so on lie.
   */
  public Path directory() {
    return lab.directory().resolve(name);
  }

  public Path socket() {
    return directory().resolve("run/libvirt/libvirt-sock");
  }

  /** Its libvirt as the other hosts of the lab reach it. */
  public String remoteUri() {
    return "qemu+tcp://" + name + "/system";
  }

  /** The same, encrypted. */
  public String tlsUri() {
    return "qemu+tls://" + name + "/system";
  }

  /** Plugs the cable of its network in or out. */
  public void link(boolean up) {
    lab.run("link", name, up ? "up" : "down");
  }

  /** The command that runs {@code words} inside the host, for whoever starts it himself. */
  public List<String> inside(List<String> words) {
    return Stream.concat(
            Stream.of(
                "env",
                "LAB_DIR=" + lab.directory(),
                Lab.scripts().resolve("lab").toString(),
                "exec",
                name),
            words.stream())
        .toList();
  }

  /**
   * Runs a program inside the host (own host name, network, {@code /run}, {@code qemu:///system})
   * and returns what it said.
   *
   * @throws CommandFailedException when it fails
   */
  public String exec(List<String> words) {
    return lab.run(Stream.concat(Stream.of("exec", name), words.stream()).toArray(String[]::new));
  }

  /**
   * Runs {@code virsh} against this host. Guests with unusual names are best called by UUID.
   *
   * @throws CommandFailedException when it fails
   */
  public String virsh(String... words) {
    return Commands.run(
        Stream.concat(Stream.of("virsh", "-q", "-c", uri()), Stream.of(words)).toList(), Map.of());
  }

  /** Defines the guest as it is when this returns; {@code virsh start} then boots it. */
  public void define(Guest guest) {
    define(guest.xml());
  }

  public void define(String xml) {
    try {
      Path file = Files.writeString(Files.createTempFile(lab.directory(), "define", ".xml"), xml);
      virsh("define", file.toString());
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** First line of {@code virsh domstate}, such as "running" or "shut off". */
  public String state(Guest guest) {
    return virsh("domstate", guest.uuid().toString()).lines().findFirst().orElse("");
  }

  /**
   * What the guest wrote to its serial console so far; "LAB-READY" stands at the end of its boot.
   */
  public String serial(Guest guest) {
    Path log = directory().resolve("-var-log-libvirt/qemu/" + guest.uuid() + ".serial");
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends libvirtd with SIGTERM; guests go on. Returns when it is gone. */
  public void stopLibvirtd() {
    lab.run("libvirtd", name, "stop");
  }

  /** SIGKILL. */
  public void killLibvirtd() {
    lab.run("libvirtd", name, "kill");
  }

  /** Returns when it answers. */
  public void startLibvirtd() {
    lab.run("libvirtd", name, "start");
  }

  /** Takes the host away with everything that runs on it. */
  @Override
  public void close() {
    lab.run("down", name);
  }

  @Override
  public String toString() {
    return name;
  }
}
