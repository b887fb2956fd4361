package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real guests' screens, from the first word of their firmware on, against what they print. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreenIT {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** Debian's package ovmf. */
  private static final String UEFI =
      """
      <loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>
      <nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'/>
      """;

  @TempDir Path directory;
  private Lab lab;
  private LabHost host;
  private Hypervisor hypervisor;
  private ScreenReader reader;

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    host = lab.host("h1");
    hypervisor = LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
    reader = new ScreenReader(hypervisor.consoles());
  }

  @AfterAll
  void closeLab() {
    hypervisor.close();
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lab.font=Lat15-Fixed16", "lab.font=Uni2-VGA16"})
  void linuxInTextMode(String font) throws IOException {
    UUID vm = linux(font, "");
    GuestScreen screen = seen(vm, Guest.page()::equals);
    assertThat(screen.kind()).isEqualTo(GuestScreen.Kind.TEXT);
    assertThat(screen.confidence()).isEqualTo(100);
    assertThat(screen.columns()).isEqualTo(80);
    host.virsh("destroy", vm.toString());
  }

  @Test
  void linuxThatScrolls() throws IOException {
    UUID vm = linux("", "");
    seen(vm, Guest.page()::equals);
    seen(vm, ScreenIT::prompt);
    for (String key : List.of("S", "E", "Q", "SPACE", "3", "0", "0", "ENTER")) {
      host.virsh("send-key", vm.toString(), "KEY_" + key);
    }
    List<String> last = IntStream.rangeClosed(277, 300).mapToObj(Integer::toString).toList();
    GuestScreen screen = seen(vm, lines -> lines.size() == 25 && lines.subList(0, 24).equals(last));
    assertThat(screen.kind()).isEqualTo(GuestScreen.Kind.TEXT);
    assertThat(screen.cursorRow()).isIn(-1, 24);
    host.virsh("destroy", vm.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lab.font=Lat15-Terminus16", "fbcon=font:TER16x32"})
  void linuxOnAFramebuffer(String font) throws IOException {
    UUID vm = linux(font, UEFI);
    GuestScreen screen = seen(vm, Guest.page()::equals);
    assertThat(screen.kind()).isEqualTo(GuestScreen.Kind.RECOGNISED);
    assertThat(screen.confidence()).isEqualTo(100);
    host.virsh("destroy", vm.toString());
  }

  @Test
  void uefisShell() throws IOException {
    UUID vm = disk(Files.write(directory.resolve("empty"), new byte[1 << 20]), UEFI);
    GuestScreen screen = seen(vm, lines -> lines.contains("Shell>"));
    assertThat(screen.lines()).contains("EDK II", "Mapping table");
    assertThat(screen.confidence()).isEqualTo(100);
    host.virsh("destroy", vm.toString());
  }

  @Test
  void grubInTextModeAndOnItsGraphicalTerminal() throws IOException {
    for (String terminal : List.of("", "loadfont ascii\nterminal_output gfxterm\n")) {
      UUID vm = disk(grub(terminal), "");
      GuestScreen screen =
          seen(vm, lines -> lines.stream().anyMatch(line -> line.contains("Memory test")));
      assertThat(String.join("\n", screen.lines()))
          .contains("GNU GRUB  version 2.", "*Debian GNU/Linux", "for Debian GNU/Linux (x_y)");
      assertThat(screen.kind())
          .isEqualTo(terminal.isEmpty() ? GuestScreen.Kind.TEXT : GuestScreen.Kind.RECOGNISED);
      assertThat(screen.confidence()).isEqualTo(100);
      host.virsh("destroy", vm.toString());
    }
  }

  /** A disk with GRUB on it: the boot sector, and the rest right behind it. */
  private Path grub(String terminal) throws IOException {
    Path configuration = directory.resolve("grub.cfg");
    Files.writeString(
        configuration,
        terminal
            + """
            set timeout=-1
            menuentry "Debian GNU/Linux" { true }
            menuentry "Advanced options for Debian GNU/Linux (x_y)" { true }
            menuentry "Memory test" { true }
            """);
    Path core = directory.resolve("core.img");
    host.exec(
        List.of(
            "grub-mkstandalone",
            "--format=i386-pc",
            "--output=" + core,
            "--locales=",
            "--fonts=ascii",
            "--themes=",
            "--modules=normal biosdisk gfxterm font vbe vga",
            "--install-modules=normal test true terminal gfxterm font vbe vga video_fb",
            "boot/grub/grub.cfg=" + configuration));
    Path disk = directory.resolve("grub-" + terminal.length());
    try (var out = Files.newOutputStream(disk)) {
      out.write(Files.readAllBytes(Path.of("/usr/lib/grub/i386-pc/boot.img")));
      out.write(Files.readAllBytes(core));
      out.write(new byte[1 << 20]);
    }
    return disk;
  }

  private UUID linux(String arguments, String firmware) {
    Guest guest =
        Guest.tiny("screen-" + System.nanoTime())
            .withMemory(firmware.isEmpty() ? 96 : 256)
            .withAppend("console=tty0 lab.page " + arguments);
    host.define(
        guest
            .xml()
            .replace("<model type='none'/></video>", "<model type='vga'/></video>")
            .replace("<kernel>", firmware + "<kernel>"));
    host.virsh("start", guest.uuid().toString());
    return guest.uuid();
  }

  private UUID disk(Path disk, String firmware) {
    UUID vm = UUID.randomUUID();
    host.define(
        """
      <domain type='qemu'>
        <name>%s</name><uuid>%s</uuid>
        <memory unit='MiB'>192</memory>
        <os><type arch='x86_64' machine='pc'>hvm</type>%s</os>
        <features><acpi/></features>
        <devices>
          <disk type='file' device='disk'>
            <driver name='qemu' type='raw'/><source file='%s'/><target dev='hda' bus='ide'/>
          </disk>
          <video><model type='vga'/></video>
        </devices>
      </domain>
      """
            .formatted("screen-" + System.nanoTime(), vm, firmware, disk));
    host.virsh("start", vm.toString());
    return vm;
  }

  private GuestScreen seen(UUID vm, Predicate<List<String>> shown) {
    List<GuestScreen> looks = new ArrayList<>();
    try {
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                looks.add(reader.read(vm, 80, 24));
                List<String> lines = looks.getLast().lines();
                int rows = Guest.page().size();
                return shown.test(lines)
                    || (lines.size() > rows && shown.test(lines.subList(0, rows)));
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          looks.getLast().kind() + "\n" + String.join("\n", looks.getLast().lines()), e);
    }
    return looks.getLast();
  }

  private static boolean prompt(List<String> lines) {
    return lines.getLast().endsWith("#");
  }
}
