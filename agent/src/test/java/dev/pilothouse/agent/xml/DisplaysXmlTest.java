package dev.pilothouse.agent.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import org.junit.jupiter.api.Test;

class DisplaysXmlTest {
  private static String domain(String graphics) {
    return "<domain><devices>" + graphics + "</devices></domain>";
  }

  @Test
  void theFirstOfItsKindByItsNumberAmongAll() {
    String both =
        domain(
            "<graphics type='spice' tlsPort='5901' autoport='no'/><graphics type='vnc'"
                + " socket='/run/x.vnc'/><graphics type='vnc' port='5902'/>");

    assertThat(DisplaysXml.index(both, Display.SPICE)).isZero();
    assertThat(DisplaysXml.index(both, Display.VNC)).isEqualTo(1);
  }

  @Test
  void oneThatIsNotThereNamesWhatIs() {
    assertThatThrownBy(() -> DisplaysXml.index(domain("<graphics type='spice'/>"), Display.VNC))
        .isInstanceOf(OperationException.class)
        .hasMessage("It has no VNC display; what it has is spice.");
    assertThatThrownBy(() -> DisplaysXml.index(domain(""), Display.SPICE))
        .hasMessage("It has no SPICE display, and no other.");
  }

  @Test
  void aSpiceThatTakesTlsOnlyIsSaid() {
    for (String graphics :
        new String[] {
          "<graphics type='spice' defaultMode='secure'/>",
          "<graphics type='spice'><channel name='main' mode='secure'/></graphics>"
        }) {
      assertThatThrownBy(() -> DisplaysXml.index(domain(graphics), Display.SPICE))
          .hasMessageContaining("takes TLS only");
    }
    assertThat(
            DisplaysXml.index(
                domain("<graphics type='spice'><channel name='record' mode='secure'/></graphics>"),
                Display.SPICE))
        .isZero();
  }
}
