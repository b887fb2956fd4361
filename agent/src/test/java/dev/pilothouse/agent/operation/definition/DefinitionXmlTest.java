package dev.pilothouse.agent.operation.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionXmlTest {
  private static final UUID ID = new UUID(0x1111222233334444L, 0x8888999900001111L);

  @Test
  void readsNameAndUuidInEveryFormThatLibvirtTakes() {
    for (String form :
        new String[] {
          ID.toString(),
          ID.toString().replace("-", "").toUpperCase(java.util.Locale.ROOT),
          " " + ID + "\n"
        }) {
      DefinitionXml xml =
          DefinitionXml.parse(domain("<name>a&lt;b</name><uuid>" + form + "</uuid>"));
      assertThat(xml.name()).isEqualTo("a<b");
      assertThat(xml.uuid()).isEqualTo(ID);
    }
    assertThat(DefinitionXml.parse(domain("<name>web</name>")).uuid()).isNull();
  }

  @Test
  void addsAUuidAndKeepsAllElse() {
    String given =
        "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
            + "<name>web</name><!-- mine --><qemu:commandline><qemu:arg value='-s'/>"
            + "</qemu:commandline></domain>";
    DefinitionXml with = DefinitionXml.parse(given).withUuid(ID);
    assertThat(with.uuid()).isEqualTo(ID);
    assertThat(with.text())
        .contains(
            "<!-- mine -->", "qemu:arg value=\"-s\"", "http://libvirt.org/schemas/domain/qemu/1.0");
    assertThat(
            DefinitionXml.parse(with.text().replaceFirst("<uuid>.*</uuid>", ""))
                .sameAs(DefinitionXml.parse(given)))
        .isTrue();
  }

  @Test
  void comparesWhatMattersOnly() {
    DefinitionXml one = DefinitionXml.parse("<domain a='1' b='2'>\n  <name>web</name>\n</domain>");
    assertThat(
            one.sameAs(
                DefinitionXml.parse("<domain b='2' a='1'><name>web</name><!-- x --></domain>")))
        .isTrue();
    assertThat(one.sameAs(DefinitionXml.parse("<domain b='2' a='1'><name>web </name></domain>")))
        .isFalse();
    assertThat(one.sameAs(DefinitionXml.parse("<domain b='2'><name>web</name></domain>")))
        .isFalse();
  }

  @Test
  void refusesWhatIsNoDomain() {
    refused(() -> DefinitionXml.parse("<domain><name>web</name>"), "line 1");
    refused(() -> DefinitionXml.parse("<network><name>web</name></network>"), "<domain>");
    refused(() -> DefinitionXml.parse(domain("<memory>1</memory>")), "<name>");
    refused(() -> DefinitionXml.parse(domain("<name>web</name><uuid>42</uuid>")), "<uuid>");
  }

  @Test
  void neverReadsFilesNorExpandsEntities(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "swordfish");
    refused(
        () ->
            DefinitionXml.parse(
                "<!DOCTYPE domain [<!ENTITY s SYSTEM '"
                    + secret.toUri()
                    + "'>]>"
                    + domain("<name>&s;</name>")),
        "DOCTYPE");
    String xinclude =
        "<domain xmlns:xi='http://www.w3.org/2001/XInclude'><name>web</name><title><xi:include parse='text' href='"
            + secret.toUri()
            + "'/></title></domain>";
    assertThat(DefinitionXml.parse(xinclude).withUuid(ID).text()).doesNotContain("swordfish");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(ErrorCode.BAD_INPUT);
              assertThat(e.failure().message()).contains(message);
            });
  }

  private static String domain(String inner) {
    return "<domain type='qemu'>" + inner + "</domain>";
  }
}
