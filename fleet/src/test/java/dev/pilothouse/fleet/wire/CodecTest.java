package dev.pilothouse.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.GoldenFile;
import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.GuestOs;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmSettings;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.StreamOffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The format on the wire, held against golden files; {@code -Dgolden.update} rewrites them. */
class CodecTest {
  private static final Instant AT = Instant.parse("2026-11-23T06:30:00.123456Z");
  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000042");
  private static final VmRef WEB =
      new VmRef("h1", UUID.fromString("11111111-1111-4111-8111-111111111111"));
  private static final String MAC = "52:54:00:00:00:01";
  private static final Principal ADA = new Principal("ada", Role.ADMIN, "ssh 10.0.0.7");
  private static final Vm VM =
      new Vm(
          WEB,
          "web\u009b01\u202e\u007f\r日本",
          VmState.SHUT_OFF,
          "destroyed",
          2,
          2147483648L,
          4294967296L,
          12.5,
          null,
          true,
          false,
          "Web",
          "front \"one\"",
          List.of("db", "web"),
          List.of(new Disk("vda", "virtio", "disk", "/var/lib/web01.qcow2", "qcow2", false)),
          List.of(
              new Nic(
                  MAC,
                  "virtio",
                  "network:default",
                  List.of(new IpAddress("192.0.2.7", IpAddress.Source.LEASE)),
                  "vnet3",
                  true)),
          new GuestOs("Debian 12", "agent"),
          4,
          new VmSettings(
              2,
              8,
              2147483648L,
              8589934592L,
              "Web",
              "front \"one\"",
              List.of("db"),
              List.of("disk", "network"),
              true,
              List.of(new Nic(MAC, "e1000e", "bridge:br0", List.of(), "", false))),
          new VmNeeds("custom", "EPYC", true, List.of("pci 0000:01:00.0")));
  private static final HostTerms TERMS =
      new HostTerms(
          new HostTerms.MigrationAddress("qemu+tls://h1/system", "", HostTerms.Transport.TLS),
          1.5,
          new HostTerms.Maintenance(AT, "ada", 17));
  private static final Snapshot.Tree SNAPSHOTS =
      new Snapshot.Tree(
          List.of(
              new Snapshot("clean", "", "just installed", AT, "shutoff", false, false, false),
              new Snapshot("1-\u009b", "clean", "", null, "running", true, true, true)));

  private final Codec codec = new Codec();

  private static final Operation UPLOAD =
      new ImageOperation.AddImage(
          "h1",
          "rocky9",
          new ImageOperation.Source.FromStream(
              new StreamOffer(
                  List.of(new StreamOffer.Address("192.0.2.1", 2223)), "c0ffee", "5ec7e7"),
              "a file sent on stdin",
              -1,
              null),
          "",
          "",
          true);

  private static Inventory inventory() {
    Inventory all = Vms.inventory();
    return new Inventory(
        all.pools(),
        all.networks(),
        all.images(),
        all.trash(),
        new CpuSupport("EPYC-Rome", List.of("EPYC", "qemu64")));
  }

  private static List<FleetEvent> events() {
    return List.of(
        new FleetEvent.HostReported("h1", Vms.facts().withTerms(TERMS), AT),
        new FleetEvent.PresenceChanged("h1", Presence.STALE),
        new FleetEvent.VmsListed("h1", List.of(VM)),
        new FleetEvent.VmChanged(VM),
        new FleetEvent.VmGone(WEB),
        new FleetEvent.CpuSampled("h1", Map.of(WEB.uuid(), 99.5)),
        new FleetEvent.InventoryReported("h1", inventory()),
        new FleetEvent.HostForgotten("h1"));
  }

  @TestFactory
  Stream<DynamicTest> everyValueHasItsGoldenFileAndReadsBackEqual() {
    OperationRecord record =
        OperationRecord.submitted(
                ID, 42, new Operation.StartVm(WEB), "web01", ADA, AT, AT.plusSeconds(60))
            .become(
                new OperationRecord.Step(
                    OperationState.FAILED, AT.plusSeconds(1), "agent h1", "no"),
                new Failure(ErrorCode.HYPERVISOR_LOST, "gone"),
                null);
    Order order = new Order(ID, 42, new Operation.StartVm(WEB), ADA, AT, AT.plusSeconds(60));
    Stream<DynamicTest> sealed =
        Stream.concat(
            OperationSamples.all().stream().map(o -> golden(Operation.class, kebab(o), o)),
            events().stream().map(e -> golden(FleetEvent.class, kebab(e), e)));
    return Stream.concat(
        sealed,
        Stream.of(
            golden(Operation.class, "add-image-from-stream", UPLOAD),
            golden(Vm.class, "vm", VM),
            golden(MigrationPlan.class, "migration-plan", MigrationSamples.PLAN),
            golden(MigrationSummary.class, "migration-summary", MigrationSamples.SUMMARY),
            golden(MigrationFigures.class, "migration-figures", MigrationSamples.FIGURES),
            golden(
                OperationRecord.class,
                "operation-record-with-figures",
                OperationRecord.submitted(
                        ID, 42, new Operation.StartVm(WEB), "web01", ADA, AT, AT.plusSeconds(60))
                    .withProgress(40, "memory", MigrationSamples.FIGURES)),
            golden(Snapshot.Tree.class, "snapshots", SNAPSHOTS),
            golden(OperationRecord.class, "operation-record", record),
            golden(Order.class, "order", order),
            golden(Envelope.Sealed.class, "sealed", new Envelope.Sealed("h1", order)),
            golden(Envelope.class, "envelope", new Envelope("0123abcd", "c2ln", "{\"a\":1}")),
            golden(
                Notice.class,
                "notice",
                new Notice(AT, Notice.Severity.WARNING, "h1", null, "", "agent started")),
            golden(
                SessionInfo.class,
                "session",
                new SessionInfo("s1", "ada", "10.0.0.7", "tui", "node1", AT))));
  }

  /** A type that is added without a line above would travel unguarded. */
  @Test
  void noOperationAndNoEventIsForgotten() {
    assertThat(OperationSamples.all().stream().map(Object::getClass).collect(Collectors.toSet()))
        .hasSize(records(Operation.class).size());
    assertThat(events().stream().map(Object::getClass).collect(Collectors.toSet()))
        .hasSize(records(FleetEvent.class).size());
  }

  /** A record can be reached in two ways: as an operation of its group, and as one on a VM. */
  private static Set<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Set.of(type)
        : Arrays.stream(type.getPermittedSubclasses())
            .flatMap(each -> records(each).stream())
            .collect(Collectors.toSet());
  }

  @Test
  void fieldsOfNewerNodesAreIgnored() {
    String json = codec.write(Operation.class, new Operation.StartVm(WEB));
    String newer = json.replaceFirst("\\{", "{\"urgency\":{\"level\":[1,2]},");
    assertThat(codec.read(Operation.class, newer)).isEqualTo(new Operation.StartVm(WEB));
  }

  @Test
  void typesThatAreNotKnownAreAClearError() {
    assertUnreadable(Operation.class, "{\"type\":\"launch-rocket\"}", "launch-rocket");
    assertUnreadable(
        Operation.class,
        "{\"type\":\"dev.pilothouse.fleet.operation.Operation$StartVm\"}",
        "Operation$StartVm");
    assertUnreadable(Operation.class, "{\"@class\":\"java.lang.Runtime\"}", "type");
    assertUnreadable(
        Operation.class, "{\"type\":\"vm-gone\",\"ref\":{\"host\":\"h1\"}}", "vm-gone");
  }

  @Test
  void whatIsMissingOrNullIsAnError() {
    String json = codec.write(Principal.class, ADA);
    assertUnreadable(Principal.class, json.replace("\"name\":\"ada\",", ""), "name");
    assertUnreadable(Principal.class, json.replace("\"ada\"", "null"), "null");
    assertUnreadable(Principal.class, "null", "null");
    assertUnreadable(Principal.class, "", "Principal");
    assertUnreadable(Principal.class, json + json, "Principal");
    assertUnreadable(Principal.class, json.replace("admin", "god"), "god");
    assertUnreadable(Operation.class, "{\"type\":\"start-vm\"}", "vm");
    assertUnreadable(Operation.class, "{\"type\":\"set-autostart\"}", "vm");
  }

  @Test
  void whatIsTooLargeIsNeitherSentNorRead() {
    Operation huge = new Operation.DefineVm("h1", "x".repeat(Codec.MAX_CHARS));
    assertThatThrownBy(() -> codec.write(Operation.class, huge))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("at most");
    assertUnreadable(Principal.class, " ".repeat(Codec.MAX_CHARS + 1), "at most");
    assertUnreadable(Principal.class, "[".repeat(10_000), "Principal");
  }

  private void assertUnreadable(Class<?> type, String json, String words) {
    assertThatThrownBy(() -> codec.read(type, json))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(words);
  }

  private <T> DynamicTest golden(Class<T> type, String name, T value) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          String json = codec.writePretty(type, value);
          GoldenFile.check("wire/" + name + ".json", json + "\n");
          assertThat(codec.read(type, json)).isEqualTo(value);
          assertThat(codec.read(type, codec.write(type, value))).isEqualTo(value);
          assertThat(codec.write(type, value)).matches("[\\x20-\\x7e]*");
        });
  }

  private static String kebab(Object value) {
    return String.join(
            "-",
            new java.util.ArrayList<>(
                Arrays.asList(value.getClass().getSimpleName().split("(?=[A-Z])"))))
        .toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void namesShareOnePrefixAndDoNotCollide() {
    List<String> names =
        List.of(
            Names.HOSTS,
            Names.FLEET_TOPIC,
            Names.OPERATION_COUNTER,
            Names.OPERATION_LOG,
            Names.OPERATION_TOPIC,
            Names.NOTICE_LOG,
            Names.NOTICE_TOPIC,
            Names.SESSIONS,
            Names.operation(1),
            Names.picture("h1"),
            Names.orders("h1"),
            Names.cancels("h1"),
            Names.session("1"));
    assertThat(names).allMatch(name -> name.startsWith("ph:"));
    assertThat(new TreeSet<>(names)).hasSameSizeAs(names);
  }
}
