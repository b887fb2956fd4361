package dev.pilothouse.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network of libvirt hosts on this machine, for as long as this object (or this JVM, however it
 * ends) lives.
 *
 * <pre>{@code
 * try (Lab lab = Lab.open()) {
 *   LabHost host = lab.host("h1");
 *   Guest guest = Guest.tiny("web");
 *   host.define(guest);
 *   host.virsh("start", guest.name());
 * }
 * }</pre>
 *
 * Opening takes a tenth of a second, a host half a second, a tiny guest some four seconds to boot.
 * Labs do not see each other; any number can be open. Guests are built at the first use on a
 * machine (about 10 s).
 */
public final class Lab implements AutoCloseable {
  /** One folder for all hosts, on what libvirt takes for a shared file system. */
  public static final String SHARED = "/var/lib/libvirt/shared";

  private final Path scripts;
  private final Process holder;
  private final Path directory;

  private Lab(Path scripts, Process holder, Path directory) {
    this.scripts = scripts;
    this.holder = holder;
    this.directory = directory;
  }

  public static Lab open() {
    Path scripts = scripts();
    try {
      // Our end of its standard input is the lab's lifeline: the kernel closes it when this JVM is
      // gone.
      Process holder =
          new ProcessBuilder(scripts.resolve("lab").toString(), "hold")
              .redirectError(Redirect.INHERIT)
              .start();
      String directory = new BufferedReader(holder.inputReader(UTF_8)).readLine();
      if (directory == null) {
        throw new IllegalStateException("the lab did not start; its words are on standard error");
      }
      return new Lab(scripts, holder, Path.of(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A host with its own libvirtd, made at the first call.
   *
   * @param name {@code [a-z][a-z0-9-]*}, at most 16 characters; also its host name
   */
  public LabHost host(String name) {
    run("up", name);
    return new LabHost(this, name);
  }

  /** A host without libvirt, for a program that only needs a name and an address. */
  public LabHost plainHost(String name) {
    run("up", "--plain", name);
    return new LabHost(this, name);
  }

  /** The folder that all hosts see as {@value SHARED}. */
  public Path shared() {
    return directory.resolve("shared");
  }

  /** Everything of this lab; gone when it is closed. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      holder.getOutputStream().close();
      holder.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String run(String... words) {
    List<String> command =
        Stream.concat(Stream.of(scripts.resolve("lab").toString()), Stream.of(words)).toList();
    return Commands.run(command, Map.of("LAB_DIR", directory.toString()));
  }

  /** The folder with kernel and initramfs images, and the template of a domain. */
  static Path guests() {
    return made("make-guests");
  }

  /** What a script made, or had made already: the path in its last line. */
  private static Path made(String script) {
    return Path.of(
        Commands.run(List.of(scripts().resolve(script).toString()), Map.of())
            .lines()
            .reduce((a, b) -> b)
            .orElseThrow());
  }

  /**
   * A qcow2 disk with Debian, cloud-init, sshd and QEMU's guest agent, as clouds give them out;
   * made at the first use on a machine (a minute or two). It boots under TCG in about a minute.
   */
  public static Path cloudImage() {
    return made("make-cloud-image");
  }

  /** {@code lab/} of the source tree that the tests run in. */
  static Path scripts() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isExecutable(folder.resolve("lab/lab"))) {
        return folder.resolve("lab");
      }
    }
    throw new IllegalStateException("no lab/lab above " + here);
  }
}
