package dev.pilothouse.agent.operation.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.agent.operation.create.NewVm.Kind;
import dev.pilothouse.agent.operation.create.NewVm.NewDisk;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.VmSpec.Firmware;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The XML of each shape, held against golden files and defined on libvirt's test driver; {@code
 * -Dgolden.update} rewrites them.
 */
class NewVmXmlTest {
  private static final Path FOLDER = Path.of("src/test/resources/domains");
  private static final UUID ORDER = UUID.fromString("00000000-0000-4000-8000-000000000042");
  private static final DomainCapabilitiesXml KVM =
      new DomainCapabilitiesXml(
          "kvm",
          "pc-q35-9.0",
          "x86_64",
          288,
          true,
          true,
          true,
          true,
          Set.of("host-model"),
          Set.of("virtio", "sata"),
          Set.of("vga"),
          Set.of("vnc"));

  private static DomainCapabilitiesXml qemu() {
    try {
      return DomainCapabilitiesXml.parse(Files.readString(FOLDER.resolve("capabilities-qemu.xml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NewVm vm(String os, boolean iso, boolean seed, String network) {
    List<NewDisk> disks = new ArrayList<>();
    disks.add(new NewDisk(Kind.DISK, "/pool/web01.qcow2", "qcow2"));
    if (iso) {
      disks.add(new NewDisk(Kind.CDROM, "/pool/setup.iso", "raw"));
    }
    if (seed) {
      disks.add(new NewDisk(Kind.SEED, "/pool/web01-seed.iso", "raw"));
    }
    return new NewVm(
        "web01",
        Derived.uuid(ORDER),
        2,
        2L << 30,
        disks,
        network,
        Derived.mac(ORDER, 0),
        OsFamily.libosinfoId(os),
        ORDER,
        seed ? "/pool/web01-seed.iso" : "",
        true);
  }

  private record Shape(String name, NewVm vm, Hardware hardware) {}

  private static List<Shape> shapes() {
    return List.of(
        new Shape(
            "new-linux",
            vm("debian12", false, true, "default"),
            Hardware.of(OsFamily.LINUX, Firmware.AUTO, qemu())),
        new Shape(
            "new-linux-uefi-kvm",
            vm("fedora40", false, true, "default"),
            Hardware.of(OsFamily.LINUX, Firmware.UEFI, KVM)),
        new Shape(
            "new-from-iso",
            vm("", true, false, ""),
            Hardware.of(OsFamily.LINUX, Firmware.AUTO, KVM)),
        new Shape(
            "new-windows",
            vm("win10", true, false, "default"),
            Hardware.of(OsFamily.of("win10"), Firmware.AUTO, KVM)),
        new Shape(
            "new-windows-11",
            vm("win11", true, false, "default"),
            Hardware.of(OsFamily.of("win11"), Firmware.AUTO, KVM)));
  }

  @TestFactory
  Stream<DynamicTest> eachShapeIsAsItsGoldenFile() {
    return shapes().stream()
        .map(
            shape ->
                DynamicTest.dynamicTest(
                    shape.name,
                    () -> {
                      String xml = NewVmXml.of(shape.vm, shape.hardware);
                      Path file = FOLDER.resolve(shape.name + ".xml");
                      if (System.getProperty("golden.update") != null) {
                        Files.writeString(file, xml);
                      }
                      assertThat(xml).isEqualToNormalizingNewlines(Files.readString(file));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> libvirtTakesEachShape() {
    return shapes().stream()
        .map(
            shape ->
                DynamicTest.dynamicTest(
                    shape.name,
                    () -> {
                      String xml = NewVmXml.of(shape.vm, shape.hardware);
                      String type = shape.hardware.type();
                      try (Hypervisor driver =
                          LibvirtHypervisor.open("test:///default", "1", Clock.systemUTC())) {
                        UUID made =
                            driver.define(
                                xml.replace("type=\"" + type + "\"", "type=\"test\"")
                                    // The test driver picks no firmware.
                                    .replace(" firmware=\"efi\"", "")
                                    .replaceAll("(?s)<firmware>.*?</firmware>", ""));
                        assertThat(made).isEqualTo(Derived.uuid(ORDER));
                        // The driver lives as long as the process.
                        driver.undefine(made);
                      }
                    }));
  }

  @Test
  void whatTheHostLacksIsSaidBefore() {
    assertThatThrownBy(() -> Hardware.of(OsFamily.LINUX, Firmware.UEFI, qemu()))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(ErrorCode.UNSUPPORTED);
              assertThat(Objects.requireNonNull(e.failure().hint())).contains("ovmf");
            });
  }

  @Test
  void addressesAndIdsFollowFromTheOrder() {
    assertThat(Derived.uuid(ORDER)).isEqualTo(Derived.uuid(ORDER));
    assertThat(Derived.mac(ORDER, 0)).matches("52:54:00(:[0-9a-f]{2}){3}");
    assertThat(Derived.mac(ORDER, 0)).isNotEqualTo(Derived.mac(ORDER, 1));
  }

  @Test
  void familiesAreKnownByTheirIds() {
    assertThat(OsFamily.of("win11")).isEqualTo(OsFamily.WINDOWS_WITH_TPM);
    assertThat(OsFamily.of("win2k22")).isEqualTo(OsFamily.WINDOWS);
    assertThat(OsFamily.of("debian12")).isEqualTo(OsFamily.LINUX);
    assertThat(OsFamily.libosinfoId("ubuntu22.04")).isEqualTo("http://ubuntu.com/ubuntu/22.04");
    assertThat(OsFamily.libosinfoId("centos-stream9"))
        .isEqualTo("http://centos.org/centos-stream/9");
    assertThat(OsFamily.libosinfoId("plan9")).isEmpty();
  }
}
