package dev.pilothouse.agent.xml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraphicsXmlTest {
  private static String domain(String... graphics) {
    return "<domain><devices>" + String.join("", graphics) + "</devices></domain>";
  }

  private static final String SECRET = "<graphics passwd=\"s3cret\" type=\"vnc\"/>";
  private static final String OPEN = "<graphics type=\"vnc\"/>";
  private static final String SPICE = "<graphics type=\"spice\"/>";

  @Test
  void whatIsNotSaidStays() {
    assertThat(GraphicsXml.keepingPasswords(domain(SPICE, OPEN), domain(SECRET, SPICE)))
        .isEqualTo(domain(SPICE, SECRET));
  }

  @Test
  void whatIsSaidCounts() {
    String other = SECRET.replace("s3cret", "other");
    assertThat(GraphicsXml.keepingPasswords(domain(other), domain(SECRET)))
        .isEqualTo(domain(other));
  }

  @Test
  void eachHasItsOwn() {
    assertThat(GraphicsXml.keepingPasswords(domain(OPEN, OPEN), domain(OPEN, SECRET)))
        .isEqualTo(domain(OPEN, SECRET));
    assertThat(GraphicsXml.keepingPasswords(domain(SPICE), domain(SECRET)))
        .isEqualTo(domain(SPICE));
  }

  @Test
  void passwordsCanBeLeftOut() {
    assertThat(GraphicsXml.withoutPasswords(domain(SECRET, SPICE))).isEqualTo(domain(OPEN, SPICE));
    assertThat(GraphicsXml.withoutPasswords("<domain />")).isEqualTo("<domain />");
  }
}
