package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guest that counts: each number goes to its disk and then, once it is there, to its serial line.
 * So it is the judge of what migrations must not do: two copies of it would say a number twice, and
 * a lost write shows as a number that was said and is not on the disk.
 *
 * @param path of its disk, on whatever host has it
 */
record CountingGuest(Guest guest, String path) {
  private static final Duration BOOT = Duration.ofMinutes(3);
  private static final int SECTOR = 512;

  /** The guest writes number N to sector N modulo this. */
  private static final int SECTORS = 2048;

  private static final Pattern SAID = Pattern.compile("^count (\\d+)\\r?$", Pattern.MULTILINE);

  /** Defines it on {@code host} with a disk of its own, which is made. */
  static CountingGuest on(LabHost host, String name, String folder) {
    String path = folder + "/" + name + ".qcow2";
    host.exec(List.of("qemu-img", "create", "-q", "-f", "qcow2", path, "16M"));
    return define(host, name, path);
  }

  /** The same on a disk that is an overlay on {@code base}. */
  static CountingGuest over(LabHost host, String name, String folder, String base) {
    String path = folder + "/" + name + ".qcow2";
    host.exec(List.of("qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", base, path));
    return define(host, name, path);
  }

  private static CountingGuest define(LabHost host, String name, String path) {
    CountingGuest made =
        new CountingGuest(Guest.tiny(name).withAppend("lab.count=vda").withDisk(path), path);
    host.define(made.guest);
    return made;
  }

  String name() {
    return guest.name();
  }

  /** Starts it and waits until it counts. */
  void start(LabHost host) {
    host.virsh("start", name());
    awaitGoesOn(host);
  }

  /** Waits until it has said two more numbers on {@code host}. */
  void awaitGoesOn(LabHost host) {
    long before = last(host);
    await(name() + " counts on " + host).atMost(BOOT).until(() -> last(host) >= before + 2);
  }

  /** The last number that it said on {@code host}; 0 for none. */
  long last(LabHost host) {
    return said(host).stream().mapToLong(n -> n).max().orElse(0);
  }

  /** All numbers that it said on {@code host}, in order. */
  List<Long> said(LabHost host) {
    List<Long> numbers = new ArrayList<>();
    Matcher each = SAID.matcher(host.serial(guest));
    while (each.find()) {
      numbers.add(Long.valueOf(each.group(1)));
    }
    return numbers;
  }

  /** No number twice, wherever: it never ran in two places, nor from an older memory. */
  void judgeThatItWasOne(LabHost... hosts) {
    List<Long> said = new ArrayList<>();
    for (LabHost host : hosts) {
      said.addAll(said(host));
    }
    assertThat(said).as("numbers that %s said", name()).doesNotHaveDuplicates();
  }

  /** Every number that it said lately is on its disk. It must be off. */
  void judgeThatNothingIsLost(LabHost owner, LabHost... hosts) {
    long last = List.of(hosts).stream().mapToLong(this::last).max().orElseThrow();
    Path raw = owner.directory().resolve("run/" + name() + ".raw");
    owner.exec(
        List.of(
            "qemu-img", "convert", "-f", "qcow2", "-O", "raw", path, "/run/" + name() + ".raw"));
    byte[] disk;
    try {
      disk = Files.readAllBytes(raw);
      Files.delete(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (long number = Math.max(1, last - SECTORS + 2); number <= last; number++) {
      int at = (int) (number % SECTORS) * SECTOR;
      String there = new String(disk, at, SECTOR, StandardCharsets.US_ASCII).strip();
      assertThat(there).as("number on the disk of %s", name()).isEqualTo(Long.toString(number));
    }
  }
}
