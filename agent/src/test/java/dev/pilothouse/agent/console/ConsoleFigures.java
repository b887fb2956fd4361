package dev.pilothouse.agent.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Measures, for BENCHMARKS.md: what a guest's console brings to somebody who looks at it through
 * the agent and a stream, and how fast a key comes back, against {@code virsh console} in the same
 * run. Run {@code main}.
 */
final class ConsoleFigures {
  private static final int KEYS = 200;
  private static final long MEASURED = 100L << 20;

  private ConsoleFigures() {}

  public static void main(String[] none) throws Exception {
    alone();
    try (Lab lab = Lab.open();
        LabHost host = lab.host("h1")) {
      Guest loud = Guest.agent("loud");
      create(
          host,
          loud.xml()
              .replaceAll(
                  "(?s)<serial.*</console>",
                  "<console type='pty'><target type='virtio' port='0'/></console>"));
      Guest quiet = Guest.tiny("quiet");
      create(host, quiet.xml());
      Thread.ofVirtual().start(() -> shout(host));
      try (Hypervisor hypervisor = LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC())) {
        for (int i = 0; i < 3; i++) {
          throughput(hypervisor, host, loud);
          keys(hypervisor, host, quiet);
        }
      }
    }
  }

  /** Without libvirt and QEMU: what the agent, a stream and its reader bear. */
  private static void alone() {
    FakeGuest guest = new FakeGuest();
    GuestConsole console = new GuestConsole(guest, "fake", true, () -> {});
    console.start();
    until(guest::isOpen);
    String page = "y\n".repeat(8192);
    try (Onlooker reader =
        Onlooker.typing(console::join, UUID.randomUUID(), "ada", Role.OPERATOR)) {
      for (int round = 0; round < 5; round++) {
        long before = reader.bytes();
        long from = System.nanoTime();
        long printed = 0;
        while (reader.bytes() - before < MEASURED) {
          guest.print(page);
          printed += page.length();
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf(
            "without libvirt: printed %.0f MB/s, seen %.0f MB/s%n",
            printed / 1e6 / seconds, (reader.bytes() - before) / 1e6 / seconds);
      }
    }
    console.close("measured");
  }

  private static void create(LabHost host, String xml) throws IOException {
    Path file = host.directory().resolve("guest.xml");
    Files.writeString(file, xml);
    host.virsh("create", file.toString());
  }

  /** Until the guest's agent takes it. */
  private static void shout(LabHost host) {
    String command =
        "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"/bin/sh\",\"arg\":[\"-c\","
            + "\"while :; do dd if=/dev/zero of=/dev/hvc0 bs=64k; done\"]}}";
    while (true) {
      try {
        String unused = host.virsh("qemu-agent-command", "loud", command);
        return;
      } catch (RuntimeException e) {
        LockSupport.parkNanos(500_000_000);
      }
    }
  }

  private static void throughput(Hypervisor hypervisor, LabHost host, Guest guest)
      throws Exception {
    try (ConsoleServer consoles = new ConsoleServer(hypervisor, false);
        Onlooker reader = Onlooker.typing(consoles::serve, guest.uuid(), "ada", Role.OPERATOR)) {
      until(() -> reader.bytes() > 1 << 20);
      long from = System.nanoTime();
      long before = reader.bytes();
      long lost = lost(reader);
      until(() -> reader.bytes() - before > MEASURED);
      double seconds = (System.nanoTime() - from) / 1e9;
      System.out.printf(
          "throughput: Pilothouse %.1f MB/s, and %.1f MB/s left out for being late%n",
          (reader.bytes() - before) / 1e6 / seconds, (lost(reader) - lost) / 1e6 / seconds);
    }
    Process virsh = virsh(host, guest, " | head -c " + MEASURED + " >/dev/null");
    long from = System.nanoTime();
    int unused = virsh.waitFor();
    System.out.printf(
        "throughput: virsh console %.1f MB/s%n", MEASURED * 1e3 / (System.nanoTime() - from));
  }

  private static long lost(Onlooker reader) {
    return reader.gaps().stream().mapToLong(Long::longValue).sum();
  }

  private static void keys(Hypervisor hypervisor, LabHost host, Guest guest) throws Exception {
    try (ConsoleServer consoles = new ConsoleServer(hypervisor, false);
        Onlooker typist = Onlooker.typing(consoles::serve, guest.uuid(), "ada", Role.OPERATOR)) {
      until(typist::mayType);
      typist.type("\r");
      typist.awaitText("#");
      long[] ours = new long[KEYS];
      for (int i = 0; i < KEYS; i++) {
        long before = typist.bytes();
        long from = System.nanoTime();
        typist.type("x");
        until(() -> typist.bytes() > before);
        ours[i] = System.nanoTime() - from;
      }
      typist.type("\u0003");
      print("Pilothouse", ours);
    }
    Process virsh = virsh(host, guest, "");
    InputStream out = virsh.getInputStream();
    StringBuilder read = new StringBuilder();
    while (read.indexOf("Escape") < 0) {
      read.append((char) out.read());
    }
    // What comes before virsh has made its terminal raw is lost.
    while (read.indexOf("#") < 0) {
      virsh.getOutputStream().write('\r');
      virsh.getOutputStream().flush();
      LockSupport.parkNanos(300_000_000);
      read.append(new String(out.readNBytes(out.available()), UTF_8));
    }
    LockSupport.parkNanos(500_000_000);
    byte[] unused = out.readNBytes(out.available());
    long[] theirs = new long[KEYS];
    for (int i = 0; i < KEYS; i++) {
      long from = System.nanoTime();
      virsh.getOutputStream().write('x');
      virsh.getOutputStream().flush();
      int echo = out.read();
      theirs[i] = echo < 0 ? -1 : System.nanoTime() - from;
    }
    virsh.getOutputStream().write(3);
    virsh.getOutputStream().flush();
    virsh.destroy();
    int unusedEnd = virsh.waitFor();
    print("virsh console", theirs);
  }

  private static void print(String whose, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "key to echo: %s p50 %.2f ms, p95 %.2f ms%n",
        whose, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 95 / 100] / 1e6);
  }

  private static Process virsh(LabHost host, Guest guest, String into) throws IOException {
    String command = "virsh -c '%s' console %s --force%s".formatted(host.uri(), guest.uuid(), into);
    return new ProcessBuilder("script", "-qec", command, "/dev/null")
        .redirectErrorStream(true)
        .start();
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(20_000);
    }
  }
}
