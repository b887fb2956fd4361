package dev.pilothouse.agent.operation.settings;

import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.SettingsOperation.SetVm;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import java.util.List;
import java.util.Set;

/** Refuses what makes no sense, before anything is changed. */
final class Checks {
  /** Less than that boots nothing, and takes a running guest's breath. */
  private static final long LEAST_MEMORY = 16L << 20;

  private static final int MOST_VCPUS = 4096;
  private static final Set<String> BOOT = Set.of("disk", "cdrom", "network", "floppy");
  private static final int LONGEST_TAG = 64;

  private Checks() {}

  static void values(SetVm operation, Present now) {
    Values wanted = operation.wanted();
    if (wanted.none()) {
      throw bad("There is nothing to set.", "Say what: '--cpu 4', '--memory 2G', '--title ...'.");
    }
    cpus(wanted, now.main());
    memory(wanted, now.main());
    if (wanted.title() != null && wanted.title().chars().anyMatch(Character::isISOControl)) {
      throw bad("A title is one line without control characters.", "Use the description instead.");
    }
    if (wanted.description() != null) {
      xmlText(wanted.description(), "description");
    }
    wanted.addTags().forEach(Checks::tag);
    if (wanted.boot() != null && !BOOT.containsAll(wanted.boot())) {
      throw bad("Boot devices are disk, cdrom, network and floppy.", "Such as 'cdrom,disk'.");
    }
    if (wanted.boot() != null && Set.copyOf(wanted.boot()).size() < wanted.boot().size()) {
      throw bad("A boot device is named twice.", "Name each once, the first choice first.");
    }
  }

  private static void cpus(Values wanted, DomainXml present) {
    int max = wanted.maxVcpus() == null ? present.vcpu().max() : wanted.maxVcpus();
    int count = wanted.vcpus() == null ? present.vcpu().now() : wanted.vcpus();
    if (max < 1 || count < 1 || max > MOST_VCPUS) {
      throw bad("A VM has 1 to " + MOST_VCPUS + " vCPUs.", "Choose a number in between.");
    }
    boolean asked = wanted.vcpus() != null || wanted.maxVcpus() != null;
    if (asked && count > max) {
      throw bad(
          count + " vCPUs are more than its maximum of " + max + ".",
          wanted.vcpus() == null
              ? "Lower its vCPUs too, with --cpu."
              : "Raise the maximum too, with --max-cpu " + count + "; it takes a new start.");
    }
  }

  private static void memory(Values wanted, DomainXml present) {
    long max = wanted.maxMemoryBytes() == null ? present.maxMemoryBytes() : wanted.maxMemoryBytes();
    long bytes = wanted.memoryBytes() == null ? present.memoryBytes() : wanted.memoryBytes();
    boolean asked = wanted.memoryBytes() != null || wanted.maxMemoryBytes() != null;
    if (!asked) {
      return;
    }
    if (bytes < LEAST_MEMORY || max < LEAST_MEMORY) {
      throw bad(
          "No guest runs in less than " + ByteAmount.of(LEAST_MEMORY) + ".",
          "Give it more; sizes are such as 512M or 2G.");
    }
    if (bytes % 1024 != 0 || max % 1024 != 0) {
      throw bad("libvirt counts memory in KiB.", "Give a size that is a multiple of 1K.");
    }
    if (bytes > max) {
      throw bad(
          ByteAmount.of(bytes) + " are more than its maximum of " + ByteAmount.of(max) + ".",
          wanted.memoryBytes() == null
              ? "Lower its memory too, with --memory."
              : "Raise the maximum too, with --max-memory "
                  + ByteAmount.exact(bytes)
                  + "; it takes a new start.");
    }
  }

  private static void tag(String tag) {
    xmlText(tag, "tag");
    boolean fine =
        !tag.isEmpty()
            && tag.length() <= LONGEST_TAG
            && tag.codePoints()
                .noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || c == ',');
    if (!fine) {
      throw bad(
          "A tag is a word of at most " + LONGEST_TAG + " characters, without blanks and commas.",
          "Such as 'db' or 'prod-eu'.");
    }
  }

  /** What XML 1.0 cannot hold would make the definition unreadable. */
  private static void xmlText(String text, String what) {
    boolean fine =
        text.codePoints()
            .allMatch(
                c ->
                    c == '\t'
                        || c == '\n'
                        || (c >= 0x20 && c <= 0xd7ff)
                        || (c >= 0xe000 && c <= 0xfffd)
                        || c >= 0x10000);
    if (!fine) {
      throw bad("The " + what + " holds characters that XML cannot.", "Leave them out.");
    }
  }

  static void drive(String drive, Present now) {
    List<String> drives =
        now.main().disks().stream()
            .filter(disk -> disk.device().equals("cdrom") || disk.device().equals("floppy"))
            .map(dev.pilothouse.fleet.model.Disk::target)
            .toList();
    if (!drives.contains(drive)) {
      throw new OperationException(
          new Failure(
              ErrorCode.NOT_FOUND,
              "The VM has no CD or floppy drive '" + drive + "'.",
              drives.isEmpty()
                  ? "It has none at all; add one first."
                  : "It has " + String.join(", ", drives) + "."));
    }
  }

  private static OperationException bad(String message, String hint) {
    return new OperationException(new Failure(ErrorCode.BAD_INPUT, message, hint));
  }
}
