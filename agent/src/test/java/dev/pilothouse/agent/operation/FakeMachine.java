package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.GuestOs;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One VM of a {@link FakeHypervisor}, which guards it. */
final class FakeMachine {
  String name;
  VmState state = VmState.SHUT_OFF;
  String reason = "unknown";
  String xml;

  /** What runs, once it differs from what is defined. */
  @Nullable String live;

  boolean autostart;
  boolean persistent = true;
  @Nullable Instant startedAt;

  FakeMachine(String name, String xml) {
    this.name = name;
    this.xml = xml;
  }

  static String xmlOf(String name, UUID uuid) {
    return "<domain type='qemu'>\n  <name>"
        + name
        + "</name>\n  <uuid>"
        + uuid
        + "</uuid>\n  <memory unit='KiB'>65536</memory>\n</domain>\n";
  }

  /** With one disk. */
  static String xmlOf(String name, UUID uuid, String disk) {
    return xmlOf(name, uuid)
        .replace(
            "</domain>",
            "<devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
                + "<source file='"
                + disk
                + "'/><target dev='vda' bus='virtio'/></disk></devices></domain>");
  }

  Vm look(VmRef ref) {
    return new Vm(
        ref,
        name,
        state,
        reason,
        1,
        DomainXml.parse(live == null ? xml : live).memoryBytes(),
        1 << 26,
        -1,
        startedAt,
        autostart,
        persistent,
        "",
        "",
        List.of(),
        DomainXml.parse(xml).disks(),
        DomainXml.parse(live == null ? xml : live).nics(),
        GuestOs.unknown("fake"));
  }

  /** The text of the first element of that name. */
  static String between(String tag, String xml) {
    Matcher matcher = Pattern.compile("<" + tag + ">([^<]*)</" + tag + ">").matcher(xml);
    if (!matcher.find()) {
      throw new OperationException(ErrorCode.BAD_INPUT, "no " + tag);
    }
    return matcher.group(1);
  }
}
