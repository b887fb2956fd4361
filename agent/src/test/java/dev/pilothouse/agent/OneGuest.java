package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent beside a real guest with a disk; virsh is the judge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneGuest {
  static final Principal ANN = new Principal("ann", Role.ADMIN, "test");
  static final Duration LIMIT = Duration.ofMinutes(5);
  static final String FOLDER = "/var/lib/libvirt/images/";
  @TempDir Path directory;
  private final SigningKey key = SigningKey.generate();
  private Lab lab;
  LabHost host;
  private MemoryWorld world;
  private Bus bus;
  private Hypervisor hypervisor;
  private Agent agent;
  ControlRoom room;
  Guest guest;
  VmRef vm;
  String disk = "";

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    host = lab.host("h1");
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @BeforeEach
  void setUp() throws Exception {
    define();
    world = new MemoryWorld();
    bus = world.connect();
    hypervisor = LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
    agent =
        Agent.start(
            new AgentSettings(directory.resolve(guest.name()), TrustedKeys.of(key)),
            bus,
            hypervisor,
            Clock.systemUTC());
    room = ControlRoom.open(world.connect(), key, "m1");
    vm = new VmRef(hypervisor.hostName(), guest.uuid());
  }

  /** Makes {@link #guest} and its {@link #disk}; other shapes override it. */
  void define() {
    guest = Guest.agent("it-" + System.nanoTime());
    disk = FOLDER + guest.name() + ".qcow2";
    host.exec(List.of("qemu-img", "create", "-q", "-f", "qcow2", disk, "16M"));
    host.define(
        guest
            .withDevices(
                """
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/><source file='%s'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <disk type='file' device='cdrom'>
                  <target dev='sda' bus='scsi'/><readonly/>
                </disk>
                """
                    .formatted(disk))
            .xml()
            .replace("<vcpu>1</vcpu>", "<vcpu current='1'>2</vcpu>"));
  }

  @AfterEach
  void stop() {
    agent.close();
    room.close();
    hypervisor.close();
    world.close();
  }

  void boot() {
    int before = host.serial(guest).split("LAB-READY", -1).length;
    virsh("start");
    await().atMost(LIMIT).until(() -> host.serial(guest).split("LAB-READY", -1).length > before);
  }

  String virsh(String word, String... more) {
    String[] words = new String[more.length + 2];
    words[0] = word;
    words[1] = guest.uuid().toString();
    System.arraycopy(more, 0, words, 2, more.length);
    return host.virsh(words);
  }

  OperationRecord submit(Operation operation) {
    return room.submit(operation, "it", ANN, Duration.ofMinutes(3));
  }

  OperationRecord end(OperationRecord submitted) throws Exception {
    return room.finished(submitted.number()).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  OperationRecord order(Operation operation) throws Exception {
    return end(submit(operation));
  }

  String succeed(Operation operation) throws Exception {
    OperationRecord record = order(operation);
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
    return record.result() == null ? "" : record.result();
  }

  ErrorCode refused(Operation operation) throws Exception {
    OperationRecord record = order(operation);
    return Objects.requireNonNull(record.failure(), record::toString).code();
  }

  void startPool() {
    if (host.virsh("pool-list", "--all", "--name").contains("default")) {
      host.virsh("pool-refresh", "default");
    } else {
      host.virsh("pool-define-as", "default", "dir", "--target", FOLDER);
      host.virsh("pool-start", "default");
    }
  }

  void inGuest(String script) {
    // Its agent comes up a little after the guest says that it is ready.
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> virsh("qemu-agent-command", "{\"execute\":\"guest-ping\"}").contains("return"));
    virsh(
        "qemu-agent-command",
        """
        {"execute":"guest-exec","arguments":{"path":"/bin/sh","arg":["-c","%s"]}}
        """
            .formatted(script));
  }
}
