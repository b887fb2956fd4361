package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.Snapshot;
import java.time.Instant;
import java.util.Optional;
import org.w3c.dom.Element;

/** {@code <domainsnapshot>}. */
public final class SnapshotXml {
  private SnapshotXml() {}

  /** The file with the guest's memory, if that is outside of the disks. */
  public static Optional<String> memoryFile(String xml) {
    Element memory = Xml.child(Xml.parse(xml), "memory");
    return Optional.of(Xml.attribute(memory, "file")).filter(file -> !file.isEmpty());
  }

  /** Reads what virDomainSnapshotGetXMLDesc gives. */
  public static Snapshot parse(String xml, boolean current) {
    Element root = Xml.parse(xml);
    String memory = Xml.attribute(Xml.child(root, "memory"), "snapshot");
    boolean external =
        memory.equals("external")
            || Xml.children(Xml.child(root, "disks"), "disk").stream()
                .anyMatch(disk -> Xml.attribute(disk, "snapshot").equals("external"));
    String created = Xml.text(root, "creationTime").strip();
    return new Snapshot(
        Xml.text(root, "name"),
        Xml.text(Xml.child(root, "parent"), "name"),
        Xml.text(root, "description"),
        created.matches("[0-9]{1,12}") ? Instant.ofEpochSecond(Long.parseLong(created)) : null,
        Xml.text(root, "state"),
        memory.equals("internal") || memory.equals("external"),
        external,
        current);
  }
}
