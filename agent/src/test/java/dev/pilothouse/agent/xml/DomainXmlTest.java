package dev.pilothouse.agent.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainXmlTest {
  private static final String FULL =
      """
      <domain type='kvm' id='3'>
        <name>db&amp;1</name>
        <uuid>4DEA22B3-1d52-d8f3-2516-782e98ab3fa0</uuid>
        <title>Orders</title>
        <description>two
      lines</description>
        <metadata>
          <ph:vm xmlns:ph="https://pilothouse.dev/xmlns/vm/1">
            <ph:tag>db</ph:tag><ph:tag> prod </ph:tag><ph:tag>db</ph:tag><ph:tag/>
          </ph:vm>
          <vm xmlns="urn:somebody-else"><tag>not ours</tag></vm>
          <o:libosinfo xmlns:o="http://libosinfo.org/xmlns/libvirt/domain/1.0">
            <o:os id="http://debian.org/debian/12"/>
          </o:libosinfo>
        </metadata>
        <memory unit='GiB'>4</memory>
        <currentMemory unit='KiB'>1048576</currentMemory>
        <vcpu placement='static' current='2'>8</vcpu>
        <os><type>hvm</type><nvram>/var/lib/x.fd</nvram></os>
        <devices>
          <disk type='file' device='disk'>
            <driver name='qemu' type='qcow2'/>
            <source file='/images/a b.qcow2' index='1'/>
            <backingStore type='file'><source file='/images/base.qcow2'/></backingStore>
            <target dev='vda' bus='virtio'/>
          </disk>
          <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
          <disk type='network'>
            <source protocol='rbd' name='pool/img'/><target dev='vdb' bus='virtio'/>
          </disk>
          <disk type='volume'>
            <source pool='fast' volume='v1'/><target dev='vdc' bus='scsi'/>
          </disk>
          <interface type='network'>
            <mac address='52:54:00:AA:00:01'/><source network='default' bridge='virbr0'/>
            <model type='virtio'/>
          </interface>
          <interface type='user'><mac address='52:54:00:00:00:02'/></interface>
          <channel type='unix'>
            <target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>
          </channel>
        </devices>
      </domain>
      """;

  @Test
  void reads_what_pilothouse_shows() {
    DomainXml xml = DomainXml.parse(FULL);
    assertThat(xml.name()).isEqualTo("db&1");
    assertThat(xml.uuid()).isEqualTo(UUID.fromString("4dea22b3-1d52-d8f3-2516-782e98ab3fa0"));
    assertThat(xml.title()).isEqualTo("Orders");
    assertThat(xml.description()).isEqualTo("two\nlines");
    assertThat(xml.metadata().tags()).containsExactly("db", "prod");
    assertThat(OsName.ofLibosinfo(xml.metadata().osId())).isEqualTo("Debian 12");
    assertThat(xml.maxMemoryBytes()).isEqualTo(4L << 30);
    assertThat(xml.memoryBytes()).isEqualTo(1L << 30);
    assertThat(xml.vcpu()).isEqualTo(new VcpuXml(2, 8));
    assertThat(xml.nvram()).isTrue();
    assertThat(xml.agent()).isEqualTo(ChannelXml.CONNECTED);
    assertThat(xml.disks())
        .containsExactly(
            new Disk("vda", "virtio", "disk", "/images/a b.qcow2", "qcow2", false),
            new Disk("sda", "sata", "cdrom", "", "", true),
            new Disk("vdb", "virtio", "disk", "rbd:pool/img", "", false),
            new Disk("vdc", "scsi", "disk", "fast:v1", "", false));
    assertThat(xml.nics())
        .containsExactly(
            new Nic("52:54:00:aa:00:01", "virtio", "network:default", List.of(), "", true),
            new Nic("52:54:00:00:00:02", "", "user", List.of(), "", true));
  }

  @Test
  void what_is_missing_is_empty() {
    DomainXml xml = DomainXml.parse("<domain><name>x</name></domain>");
    assertThat(xml.uuid()).isNull();
    assertThat(xml.disks()).isEmpty();
    assertThat(xml.agent()).isEqualTo(ChannelXml.MISSING);
    assertThat(xml.vcpu()).isEqualTo(new VcpuXml(1, 1));
    assertThat(xml.memoryBytes()).isZero();
  }

  @Test
  void a_huge_number_does_not_wrap_around() {
    DomainXml xml =
        DomainXml.parse("<domain><memory unit='TiB'>999999999999999999</memory></domain>");
    assertThat(xml.memoryBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u009b31m", "\u202egnp", "\u007f", "-rf", "$(reboot)", "%s%n", "\t"})
  void hostile_names_are_read_as_they_are(String name) {
    assertThat(DomainXml.parse("<domain><name>" + name + "</name></domain>").name())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<domain",
        "<pool/>",
        "<domain><uuid>no</uuid></domain>",
        "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain><name>&e;</name></domain>",
        "<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><domain><name>&b;</name></domain>"
      })
  void what_is_no_domain_is_bad_input(String xml) {
    assertThatThrownBy(() -> DomainXml.parse(xml))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).isEqualTo(ErrorCode.BAD_INPUT));
  }

  @ParameterizedTest
  @CsvSource({
    "http://debian.org/debian/12, Debian 12",
    "http://ubuntu.com/ubuntu/24.04, Ubuntu 24.04",
    "http://microsoft.com/win/2k22, Windows Server 2022",
    "http://microsoft.com/win/11, Windows 11",
    "http://centos.org/centos-stream/9, CentOS Stream 9",
    "http://archlinux.org/archlinux/rolling, Arch Linux",
    "http://example.org/newos/1, Newos 1",
    "'', ''"
  })
  void an_os_id_has_a_name(String id, String name) {
    assertThat(OsName.ofLibosinfo(id)).isEqualTo(name);
  }

  @Test
  void whatTiesItToHosts() {
    String xml =
        """
        <domain><cpu mode='custom' match='exact'><model fallback='forbid'>Nehalem</model></cpu>
          <memoryBacking><hugepages/></memoryBacking>
          <devices>
            <hostdev mode='subsystem' type='pci' managed='yes'><source>
              <address domain='0x0000' bus='0x01' slot='0x00' function='0x1'/></source></hostdev>
            <hostdev mode='subsystem' type='usb'><source>
              <vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>
            <hostdev mode='subsystem' type='mdev' model='vfio-pci'><source>
              <address uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source></hostdev>
            <interface type='hostdev'><source>
              <address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x0'/>
            </source></interface>
            <interface type='bridge'/>
          </devices></domain>
        """;
    assertThat(DomainXml.parse(xml).needs())
        .isEqualTo(
            new VmNeeds(
                "custom",
                "Nehalem",
                true,
                List.of(
                    "pci 0000:01:00.1",
                    "usb 1234:beef",
                    "mdev c2177883-f1bb-47f0-914d-32a22e3a8804",
                    "pci 0000:07:10.0")));
    assertThat(DomainXml.parse("<domain/>").needs())
        .isEqualTo(new VmNeeds("", "", false, List.of()));
    assertThat(DomainXml.parse("<domain><cpu mode='host-model'/></domain>").needs())
        .isEqualTo(new VmNeeds("host-model", "", false, List.of()));
    assertThat(DomainXml.parse("<domain><cpu><model>EPYC</model></cpu></domain>").needs())
        .isEqualTo(new VmNeeds("custom", "EPYC", false, List.of()));
  }
}
