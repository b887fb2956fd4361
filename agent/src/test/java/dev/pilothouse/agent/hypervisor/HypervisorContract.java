package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every hypervisor does, whoever stands behind the port. */
public abstract class HypervisorContract {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration GUEST_LIMIT = Duration.ofMinutes(3);

  /** What a hypervisor may lack; a test then says what happens instead. */
  public enum Gap {
    /** No CPU counters: {@code cpuTimes} is empty. */
    CPU_TIMES,
    /** Keeps each VM in a file of its name, which cannot have 1,024 characters: BAD_INPUT. */
    LONG_NAMES,
    /** Says nothing when a guest reboots. */
    REBOOT_EVENT
  }

  private Hypervisor hypervisor;
  private final List<HypervisorEvent> events = new CopyOnWriteArrayList<>();

  /** A fresh connection to a hypervisor where VMs with this test's names may be made. */
  protected abstract Hypervisor open();

  /**
   * The XML of a VM from {@link TestVm} with no UUID, whose guest, if it is real, obeys the power
   * button.
   */
  protected abstract String definition(String name);

  protected abstract Set<Gap> gaps();

  /** Returns when the guest can hear the power button. */
  protected void awaitBoot(Vm vm) {}

  @BeforeEach
  void setUp() {
    hypervisor = open();
    clean();
    hypervisor.listen(events::add);
  }

  @AfterEach
  void tearDown() {
    clean();
    hypervisor.close();
  }

  private void clean() {
    for (Vm vm : hypervisor.list()) {
      if (vm.title().equals("contract")) {
        if (vm.state().active()) {
          hypervisor.forceOff(vm.ref().uuid());
        }
        if (hypervisor.find(vm.ref().uuid()).isPresent()) {
          hypervisor.undefine(vm.ref().uuid());
        }
      }
    }
  }

  private UUID defined(String name) {
    return hypervisor.define(definition(name));
  }

  private UUID started(String name) {
    UUID vm = defined(name);
    hypervisor.start(vm);
    return vm;
  }

  private Vm look(UUID vm) {
    return hypervisor.find(vm).orElseThrow();
  }

  private void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> {
              assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.failure().message()).isNotBlank();
              assertThat(e.failure().hint()).isNotBlank();
            });
  }

  private void told(UUID vm, String what) {
    await("the event '" + what + "' in " + events)
        .atMost(LIMIT)
        .until(
            () ->
                events.stream()
                    .anyMatch(
                        e ->
                            e instanceof HypervisorEvent.VmChanged c
                                && c.vm().equals(vm)
                                && c.what().equals(what)));
  }

  @Test
  void a_listener_hears_first_that_the_connection_works() {
    await().atMost(LIMIT).until(() -> !events.isEmpty());
    assertThat(events.getFirst()).isEqualTo(new HypervisorEvent.Connected());
  }

  @Test
  void the_host_says_what_it_is() {
    assertThat(hypervisor.hostName()).isNotBlank();
    var facts = hypervisor.facts();
    assertThat(facts.cpus()).isPositive();
    assertThat(facts.memoryBytes()).isGreaterThan(1L << 28);
    assertThat(facts.cpuModel()).isNotBlank();
    assertThat(facts.libvirtVersion()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
    assertThat(facts.hypervisorVersion()).isNotBlank();
    assertThat(facts.libvirtReachable()).isTrue();
  }

  @Test
  void a_defined_vm_is_listed_and_found_and_off() {
    UUID vm = defined("contract-define");
    Vm found = look(vm);
    assertThat(found.name()).isEqualTo("contract-define");
    assertThat(found.state()).isEqualTo(VmState.SHUT_OFF);
    assertThat(found.persistent()).isTrue();
    assertThat(found.autostart()).isFalse();
    assertThat(found.title()).isEqualTo("contract");
    assertThat(found.vcpus()).isEqualTo(1);
    assertThat(found.memoryBytes()).isEqualTo(128L << 20);
    assertThat(found.startedAt()).isNull();
    assertThat(found.cpuPercent()).isNegative();
    assertThat(found.tags()).containsExactly("contract-tag");
    assertThat(found.os().name()).isEqualTo("Debian 12");
    assertThat(found.ref().host()).isEqualTo(hypervisor.hostName());
    assertThat(hypervisor.list()).contains(found);
    told(vm, "defined (added)");
  }

  @Test
  void a_name_or_uuid_that_is_there_is_taken() {
    UUID vm = defined("contract-taken");
    fails(ErrorCode.NAME_TAKEN, () -> defined("contract-taken"));
    String sameUuid =
        definition("contract-other").replace("</name>", "</name><uuid>" + vm + "</uuid>");
    fails(ErrorCode.NAME_TAKEN, () -> hypervisor.define(sameUuid));
    assertThat(look(vm).name()).isEqualTo("contract-taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<domain>",
        "<network><name>contract</name></network>",
        "<!DOCTYPE domain [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain><name>&x;</name></domain>",
        "<domain type='test'><name>contract/slash</name></domain>"
      })
  void what_is_no_definition_is_bad_input(String xml) {
    fails(ErrorCode.BAD_INPUT, () -> hypervisor.define(xml));
  }

  @Test
  void start_runs_it_once() {
    UUID vm = started("contract-start");
    Vm running = look(vm);
    assertThat(running.state()).isEqualTo(VmState.RUNNING);
    assertThat(running.reason()).isEqualTo("booted");
    told(vm, "started (booted)");
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.start(vm));
    // Some hear of that only after they know that it runs.
    await().atMost(LIMIT).until(() -> look(vm).startedAt() != null);
    assertThat(hypervisor.list()).contains(look(vm));
  }

  @Test
  void force_off_stops_it_at_once() {
    UUID vm = started("contract-off");
    hypervisor.forceOff(vm);
    assertThat(look(vm).state()).isEqualTo(VmState.SHUT_OFF);
    assertThat(look(vm).reason()).isEqualTo("destroyed");
    told(vm, "stopped (destroyed)");
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.forceOff(vm));
  }

  @Test
  void pause_and_resume() {
    UUID vm = started("contract-pause");
    hypervisor.pause(vm);
    assertThat(look(vm).state()).isEqualTo(VmState.PAUSED);
    assertThat(look(vm).reason()).isEqualTo("user");
    told(vm, "suspended (paused)");
    hypervisor.resume(vm);
    assertThat(look(vm).state()).isEqualTo(VmState.RUNNING);
    assertThat(look(vm).reason()).isEqualTo("unpaused");
    told(vm, "resumed (unpaused)");
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.resume(vm));
  }

  @Test
  void what_needs_a_running_vm_refuses_a_stopped_one() {
    UUID vm = defined("contract-stopped");
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.pause(vm));
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.resume(vm));
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.requestShutdown(vm));
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.requestReboot(vm));
  }

  @Test
  void a_guest_obeys_the_power_button() {
    UUID vm = started("contract-shutdown");
    awaitBoot(look(vm));
    hypervisor.requestShutdown(vm);
    await().atMost(GUEST_LIMIT).until(() -> look(vm).state() == VmState.SHUT_OFF);
    assertThat(look(vm).reason()).isEqualTo("shutdown");
    told(vm, "stopped (shutdown)");
  }

  @Test
  void a_reboot_leaves_it_running() {
    UUID vm = started("contract-reboot");
    awaitBoot(look(vm));
    hypervisor.requestReboot(vm);
    if (!gaps().contains(Gap.REBOOT_EVENT)) {
      await().atMost(GUEST_LIMIT).untilAsserted(() -> told(vm, "rebooted"));
    }
    assertThat(look(vm).state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void a_reset_leaves_it_running() {
    UUID vm = started("contract-reset");
    hypervisor.reset(vm);
    assertThat(look(vm).state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void autostart_goes_on_and_off() {
    UUID vm = defined("contract-autostart");
    hypervisor.setAutostart(vm, true);
    assertThat(look(vm).autostart()).isTrue();
    assertThat(hypervisor.list())
        .filteredOn(v -> v.ref().uuid().equals(vm))
        .allMatch(Vm::autostart);
    told(vm, "autostart on");
    hypervisor.setAutostart(vm, false);
    assertThat(look(vm).autostart()).isFalse();
  }

  @Test
  void a_stopped_vm_can_be_renamed() {
    UUID vm = defined("contract-rename");
    defined("contract-there");
    hypervisor.rename(vm, "contract-renamed");
    assertThat(look(vm).name()).isEqualTo("contract-renamed");
    assertThat(hypervisor.xml(vm, true)).contains("<name>contract-renamed</name>");
    told(vm, "defined (renamed)");
    fails(ErrorCode.NAME_TAKEN, () -> hypervisor.rename(vm, "contract-there"));
    fails(ErrorCode.BAD_INPUT, () -> hypervisor.rename(vm, ""));
    fails(ErrorCode.BAD_INPUT, () -> hypervisor.rename(vm, "contract/slash"));
    hypervisor.start(vm);
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.rename(vm, "contract-running"));
  }

  @Test
  void an_edit_replaces_the_definition_and_keeps_name_and_uuid() {
    UUID vm = defined("contract-edit");
    String base = hypervisor.xml(vm, true);
    hypervisor.redefine(vm, base.replace("contract-tag", "edited-tag"));
    assertThat(look(vm).tags()).containsExactly("edited-tag");
    told(vm, "defined (updated)");
    fails(
        ErrorCode.BAD_INPUT,
        () -> hypervisor.redefine(vm, base.replace(">contract-edit<", ">contract-new<")));
    fails(
        ErrorCode.BAD_INPUT,
        () -> hypervisor.redefine(vm, base.replace(vm.toString(), UUID.randomUUID().toString())));
    assertThat(hypervisor.list()).noneMatch(v -> v.name().equals("contract-new"));
  }

  @Test
  void passwords_are_told_only_to_whom_defines_again() {
    UUID vm = defined("contract-secret");
    String devices =
        "<graphics type='vnc' port='-1' autoport='yes' passwd='s3cret'/></devices></domain>";
    String present = hypervisor.secureXml(vm);
    hypervisor.redefine(
        vm,
        present.contains("</devices>")
            ? present.replaceFirst("(?s)</devices>.*", devices)
            : present.replace("</domain>", "<devices>" + devices));
    assertThat(hypervisor.xml(vm, true)).contains("vnc").doesNotContain("s3cret");
    assertThat(hypervisor.secureXml(vm)).contains("vnc").contains("s3cret");
  }

  @Test
  void an_edit_of_a_running_vm_waits_for_its_next_start() {
    UUID vm = started("contract-later");
    hypervisor.redefine(vm, hypervisor.xml(vm, true).replace("contract-tag", "edited-tag"));
    assertThat(hypervisor.xml(vm, true)).contains("edited-tag");
    assertThat(look(vm).tags()).containsExactly("contract-tag");
    hypervisor.forceOff(vm);
    assertThat(look(vm).tags()).containsExactly("edited-tag");
  }

  @Test
  void undefine_removes_a_stopped_vm_whose_xml_defines_it_again() {
    UUID vm = defined("contract-gone");
    String xml = hypervisor.xml(vm, true);
    hypervisor.undefine(vm);
    assertThat(hypervisor.find(vm)).isEmpty();
    assertThat(hypervisor.list()).noneMatch(v -> v.ref().uuid().equals(vm));
    told(vm, "undefined (removed)");
    assertThat(hypervisor.define(xml)).isEqualTo(vm);
  }

  @Test
  void an_undefined_running_vm_is_transient_and_vanishes_when_it_stops() {
    UUID vm = started("contract-transient");
    hypervisor.undefine(vm);
    assertThat(look(vm).persistent()).isFalse();
    assertThat(look(vm).state()).isEqualTo(VmState.RUNNING);
    fails(ErrorCode.WRONG_STATE, () -> hypervisor.undefine(vm));
    hypervisor.forceOff(vm);
    assertThat(hypervisor.find(vm)).isEmpty();
  }

  @Test
  void a_vm_that_is_not_there_is_not_found() {
    UUID nobody = UUID.randomUUID();
    assertThat(hypervisor.find(nobody)).isEmpty();
    Map<String, Consumer<UUID>> calls = new HashMap<>();
    calls.put("start", hypervisor::start);
    calls.put("shutdown", hypervisor::requestShutdown);
    calls.put("reboot", hypervisor::requestReboot);
    calls.put("reset", hypervisor::reset);
    calls.put("force off", hypervisor::forceOff);
    calls.put("pause", hypervisor::pause);
    calls.put("resume", hypervisor::resume);
    calls.put("autostart", vm -> hypervisor.setAutostart(vm, true));
    calls.put("rename", vm -> hypervisor.rename(vm, "contract-nobody"));
    calls.put("undefine", hypervisor::undefine);
    calls.put("xml", vm -> hypervisor.xml(vm, true));
    calls.put("secureXml", hypervisor::secureXml);
    calls.forEach((name, call) -> fails(ErrorCode.NOT_FOUND, () -> call.accept(nobody)));
  }

  @Test
  void running_vms_use_cpu_time_and_stopped_ones_have_none() {
    UUID off = defined("contract-idle");
    UUID on = started("contract-busy");
    Map<UUID, Long> times = hypervisor.cpuTimes();
    assertThat(times).doesNotContainKey(off);
    if (gaps().contains(Gap.CPU_TIMES)) {
      assertThat(times).isEmpty();
    } else {
      long first = times.getOrDefault(on, -1L);
      assertThat(first).isNotNegative();
      await().atMost(LIMIT).until(() -> hypervisor.cpuTimes().getOrDefault(on, -1L) > first);
    }
  }

  /** Names that libvirt takes; the same VM must be found and acted on whatever it is called. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "contract-\u009b31m",
        "contract-\u202egnp",
        "contract-\u007f",
        "-rf",
        "$(reboot)",
        "%s%n",
        "contract-\u65e5\u672c\u8a9e",
        "contract-&-'\"",
        "contract \t tab",
        "\u200bcontract"
      })
  void hostile_names_stay_what_they_are(String name) {
    UUID vm = defined(name);
    assertThat(look(vm).name()).isEqualTo(name);
    assertThat(hypervisor.list()).anyMatch(v -> v.name().equals(name));
    fails(ErrorCode.NAME_TAKEN, () -> defined(name));
    String base = hypervisor.xml(vm, true);
    hypervisor.redefine(vm, base.replace("contract-tag", "edited-tag"));
    assertThat(look(vm).tags()).containsExactly("edited-tag");
    hypervisor.undefine(vm);
    assertThat(hypervisor.define(base)).isEqualTo(vm);
    assertThat(look(vm).name()).isEqualTo(name);
  }

  @Test
  void a_name_of_1024_characters_is_a_name() {
    String name = "contract-" + "x".repeat(1_015);
    if (gaps().contains(Gap.LONG_NAMES)) {
      fails(ErrorCode.BAD_INPUT, () -> defined(name));
    } else {
      assertThat(look(defined(name)).name()).isEqualTo(name);
    }
  }

  @Test
  void after_close_calls_fail_at_once() {
    UUID vm = defined("contract-close");
    hypervisor.close();
    fails(ErrorCode.HYPERVISOR_LOST, () -> hypervisor.start(vm));
    fails(ErrorCode.HYPERVISOR_LOST, () -> hypervisor.list());
    assertThat(hypervisor.hostName()).isNotBlank();
    assertThat(hypervisor.facts().libvirtReachable()).isFalse();
    hypervisor = open();
  }

  protected static Set<Gap> none() {
    return EnumSet.noneOf(Gap.class);
  }
}
