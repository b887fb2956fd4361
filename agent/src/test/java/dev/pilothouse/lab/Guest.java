package dev.pilothouse.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A guest that the lab can boot, from {@code lab/guest.xml}.
 *
 * @param name any name that libvirt takes; it is escaped
 * @param kind "tiny" (busybox, obeys ACPI) or "agent" (with QEMU's guest agent too)
 * @param memory MiB
 * @param append kernel arguments, which {@code lab/guest/etc/rcS} explains, such as {@code
 *     lab.tick}
 * @param devices XML to stand in {@code <devices>}
 */
public record Guest(
    String name, UUID uuid, String kind, int memory, String append, String devices) {

  public static Guest tiny(String name) {
    return new Guest(name, UUID.randomUUID(), "tiny", 96, "", "");
  }

  public static Guest agent(String name) {
    return new Guest(name, UUID.randomUUID(), "agent", 128, "", "");
  }

  public Guest withAppend(String arguments) {
    return new Guest(name, uuid, kind, memory, arguments, devices);
  }

  public Guest withDevices(String xml) {
    return new Guest(name, uuid, kind, memory, append, xml);
  }

  /** With a qcow2 file as {@code vda}, which nobody's page cache stands before. */
  public Guest withDisk(String path) {
    return withDevices(
        devices
            + """
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='none'/>
              <source file='%s'/><target dev='vda' bus='virtio'/>
            </disk>
            """
                .formatted(path));
  }

  public Guest withMemory(int mebibytes) {
    return new Guest(name, uuid, kind, mebibytes, append, devices);
  }

  /** What a guest with {@code lab.page} shows on its screen, without the colours. */
  public static List<String> page() {
    try {
      return Files.readString(Lab.scripts().resolve("guest/etc/page"))
          .replaceAll("\\u001b\\[[0-9;]*[A-Za-z]", "")
          .lines()
          .map(String::stripTrailing)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its domain XML. */
  public String xml() {
    String template;
    try {
      template = Files.readString(Lab.scripts().resolve("guest.xml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return template
        .replace("@UUID@", uuid.toString())
        .replace("@MEMORY@", Integer.toString(memory))
        .replace("@GUESTS@", Lab.guests().toString())
        .replace("@KIND@", kind)
        .replace("@APPEND@", escaped(append))
        .replace("@DEVICES@", devices)
        .replace("@NAME@", escaped(name));
  }

  /**
   * Every character that is not plain as a character reference: CR and the like must arrive as they
   * are.
   */
  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                c >= ' ' && c <= '~' && "<>&'\"".indexOf(c) < 0
                    ? Character.toString(c)
                    : "&#" + c + ";")
        .collect(Collectors.joining());
  }
}
