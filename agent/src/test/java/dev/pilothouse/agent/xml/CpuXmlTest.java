package dev.pilothouse.agent.xml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.CpuSupport;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuXmlTest {
  @Test
  void whatAHostSaysOfItsCpus() {
    String capabilities =
        """
        <domainCapabilities><cpu>
          <mode name='host-passthrough' supported='no'/>
          <mode name='host-model' supported='yes'><model fallback='forbid'>EPYC</model></mode>
          <mode name='custom' supported='yes'>
            <model usable='yes' vendor='unknown'>qemu64</model>
            <model usable='no' vendor='AMD'>phenom</model>
            <model usable='yes' vendor='Intel'>Westmere</model>
          </mode>
        </cpu></domainCapabilities>
        """;
    assertThat(CpuXml.support(capabilities))
        .isEqualTo(new CpuSupport("EPYC", List.of("qemu64", "Westmere")));
    assertThat(CpuXml.support("<domainCapabilities/>")).isEqualTo(new CpuSupport("", List.of()));
    assertThat(CpuXml.support(capabilities.replace("supported='yes'", "supported='no'")))
        .isEqualTo(new CpuSupport("", List.of()));
  }

  @Test
  void whatADomainAsksForByName() {
    CpuXml asked =
        CpuXml.asked(
                """
                <domain type='kvm'>
                  <os><type arch='x86_64' machine='q35'>hvm</type></os>
                  <cpu mode='custom' match='exact'><model>EPYC</model><feature name='x'/></cpu>
                </domain>
                """)
            .orElseThrow();
    assertThat(asked.type()).isEqualTo("kvm");
    assertThat(asked.arch()).isEqualTo("x86_64");
    assertThat(asked.machine()).isEqualTo("q35");
    assertThat(asked.xml()).startsWith("<cpu").contains("<model>EPYC</model>", "name=\"x\"");
    assertThat(CpuXml.asked("<domain><cpu mode='host-passthrough'/></domain>")).isEmpty();
    assertThat(CpuXml.asked("<domain><cpu><topology/></cpu></domain>")).isEmpty();
    assertThat(CpuXml.asked("<domain/>")).isEmpty();
  }
}
