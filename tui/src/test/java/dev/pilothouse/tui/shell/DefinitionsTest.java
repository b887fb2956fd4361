package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vm define}, {@code vm xml} and {@code vm edit}. */
class DefinitionsTest {
  private static final String NEW = "<domain type='kvm'><name>new01</name></domain>";

  @TempDir private Path folder = Path.of("");

  private final Vm web = Vms.vm("h1", "web01").build();
  private final Desk desk = new Desk(web);

  @AfterEach
  void close() {
    desk.close();
  }

  private Desk.Outcome send(String xml, String... words) {
    return desk.runAs(Role.ADMIN, xml, words);
  }

  private List<String> names() {
    return desk.fleet().agent("h1").vms().stream().map(Vm::name).sorted().toList();
  }

  @Test
  void definesFromStdin() {
    desk.fleet().agent("h1").say("defined in 20 ms");
    Desk.Outcome outcome = send(NEW, "vm", "define", "-");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .matches("define new01: done \\(operation 1\\): [0-9a-f-]{36}, defined in 20 ms\n");
    assertThat(names()).containsExactly("new01", "web01");
    assertThat(send(NEW, "vm", "define", "-").status()).isEqualTo(5);
  }

  @Test
  void whatIsNoDefinitionIsRefusedWithItsPlace() {
    Desk.Outcome broken = send("<domain>\n<name>x</nome></domain>", "vm", "define", "-");
    assertThat(broken.status()).isEqualTo(2);
    assertThat(broken.err()).startsWith("This is no VM's definition: line 2, column ");
    assertThat(send("<network><name>x</name></network>", "vm", "define", "-").err())
        .contains("it is a <network>, and a VM is a <domain>");
    assertThat(send("<domain/>", "vm", "define", "-").err()).contains("it has no <name>");
    assertThat(send("", "vm", "define", "-").err()).contains("the input is empty");
    assertThat(
            send(
                    "<!DOCTYPE d [<!ENTITY x SYSTEM"
                        + " 'file:///etc/passwd'>]><domain><name>&x;</name></domain>",
                    "vm",
                    "define",
                    "-")
                .status())
        .isEqualTo(2);
    assertThat(send("x".repeat((1 << 20) + 1), "vm", "define", "-").err()).contains("1 MiB");
    assertThat(names()).containsExactly("web01");
  }

  @Test
  void filesOfTheManagementNodeAreNotForPeopleFromTheNetwork() throws IOException {
    Path file = Files.writeString(folder.resolve("new.xml"), NEW);

    Desk.Outcome outcome = desk.run("vm", "define", file.toString());

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("Send the XML on stdin");
    assertThat(names()).containsExactly("web01");
    assertThat(desk.run("vm", "edit", "web01", "--file", file.toString()).status()).isEqualTo(2);
  }

  @Test
  void localPeopleNameTheirFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("new.xml"), NEW);
    try (Desk local = new Desk(Surroundings.local(Desk.STOPPED, List.of("vi"), "0.1"), web)) {
      assertThat(local.run("vm", "define", file.toString()).status()).isZero();
      assertThat(local.run("vm", "define", folder.resolve("none.xml").toString()).err())
          .contains("cannot be read (NoSuchFileException)");
    }
  }

  @Test
  void withSeveralHostsOneMustBeNamed() {
    try (Desk two = new Desk(web, Vms.vm("h2", "db01").build())) {
      Desk.Outcome outcome = two.runAs(Role.ADMIN, NEW, "vm", "define", "-");
      assertThat(outcome.status()).isEqualTo(2);
      assertThat(outcome.err()).isEqualTo("Say where with --host: h1, h2.\n");
      assertThat(two.runAs(Role.ADMIN, NEW, "vm", "define", "-", "--host", "h2").status()).isZero();
      await()
          .untilAsserted(
              () ->
                  assertThat(two.run("vm", "list", "-o", "name", "h2/*").out())
                      .contains("h2/new01"));
      assertThat(two.runAs(Role.ADMIN, NEW, "vm", "define", "-", "--host", "h9").status())
          .isEqualTo(3);
    }
  }

  @Test
  void editTakesTheNewXmlFromStdinAndShowsWhatChanged() {
    String xml = desk.run("vm", "xml", "web01").out();
    String changed = xml.replace("<name>web01", "<name>web09");

    Desk.Outcome asked = send(changed, "vm", "edit", "web01", "--file", "-");
    assertThat(asked.status()).isEqualTo(2);
    assertThat(asked.err()).contains("-  <name>web01</name>", "+  <name>web09</name>", "add --yes");
    assertThat(names()).containsExactly("web01");

    Desk.Outcome unchanged = send(xml, "vm", "edit", "web01", "--file", "-");
    assertThat(unchanged.status()).isZero();
    assertThat(unchanged.err()).contains("Nothing changed");

    Desk.Outcome applied = send(changed, "vm", "edit", "web01", "--file", "-", "--yes");
    assertThat(applied.status()).as(applied.err()).isZero();
    assertThat(names()).containsExactly("web09");
  }

  @Test
  void editWithoutATerminalSaysWhatToDo() {
    Desk.Outcome outcome = desk.run("vm", "edit", "web01");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--file -");
  }

  /** An editor of the person's own: a program that changes the file it is given. */
  private List<String> editor(String script) throws IOException {
    Path program = folder.resolve("my editor");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return CommandShell.editor(Map.of("VISUAL", "'" + program + "' --wait", "EDITOR", "ed"));
  }

  @Test
  void locallyTheOwnEditorOpensAPrivateFile() throws IOException {
    Path seen = folder.resolve("seen");
    List<String> editor =
        editor(
            "stat -c '%a' \"$2\" > "
                + seen
                + "; echo \"$1\" >> "
                + seen
                + "; sed -i s/web01/web09/ \"$2\"");
    try (Desk local = new Desk(Surroundings.local(Desk.STOPPED, editor, "0.1"), web)) {
      Desk.Outcome outcome = local.runFor(Person.at(80, 24, "y\n"), "vm", "edit", "web01");

      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.err()).contains("+  <name>web09</name>", "edit web01: done");
      assertThat(Files.readString(seen)).isEqualTo("600\n--wait\n");
      assertThat(local.fleet().agent("h1").vms()).extracting(Vm::name).containsExactly("web09");
    }
  }

  @Test
  void whenItIsRefusedTheTextIsKept() throws IOException {
    List<String> editor = editor("sed -i s/web01/web09/ \"$2\"");
    try (Desk local = new Desk(Surroundings.local(Desk.STOPPED, editor, "0.1"), web)) {
      Person person = Person.at(80, 24, "n\n");
      local.fleet().agent("h1").failNext(new Failure(ErrorCode.REFUSED, "no such machine type"));
      // The first failure hits the reading of the definition.
      assertThat(local.runFor(person, "vm", "edit", "web01").status()).isEqualTo(1);

      Person again = Person.at(80, 24, "n\nn\n");
      Desk.Outcome outcome = local.runFor(again, "vm", "edit", "web01");

      assertThat(outcome.status()).isEqualTo(1);
      Path kept = Path.of(outcome.err().replaceAll("(?s).*Your text is kept in (\\S+)\\.\n", "$1"));
      assertThat(Files.readString(kept)).contains("<name>web09</name>");
      Files.delete(kept);
    }
  }

  @Test
  void brokenXmlCanBeEditedAgain() throws IOException {
    List<String> editor =
        editor(
            "if grep -q '</name>' \"$2\"; then sed -i 's:</name>::' \"$2\";"
                + " else sed -i 's:<name>web01:<name>web09</name>:' \"$2\"; fi");
    try (Desk local = new Desk(Surroundings.local(Desk.STOPPED, editor, "0.1"), web)) {
      Desk.Outcome outcome = local.runFor(Person.at(80, 24, "\ny\n"), "vm", "edit", "web01");

      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.err())
          .contains("This is no VM's definition: line ", "Edit it again? [Y/n]");
      assertThat(local.fleet().agent("h1").vms()).extracting(Vm::name).containsExactly("web09");
    }
  }

  @Test
  void anEditorThatCannotStartIsNamed() {
    Surroundings around = Surroundings.local(Desk.STOPPED, List.of("/no/such/editor"), "0.1");
    try (Desk local = new Desk(around, web)) {
      Desk.Outcome outcome = local.runFor(Person.at(80, 24, ""), "vm", "edit", "web01");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err()).contains("'/no/such/editor' cannot be started; set EDITOR");
    }
  }

  @Test
  void whatAFailingEditorWroteIsKept() throws IOException {
    List<String> editor = editor("sed -i s/web01/web77/ \"$2\"; exit 3");
    try (Desk local = new Desk(Surroundings.local(Desk.STOPPED, editor, "0.1"), web)) {
      Desk.Outcome outcome = local.runFor(Person.at(80, 24, ""), "vm", "edit", "web01");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err()).contains("ended with status 3; nothing was done");
      Matcher kept = Pattern.compile("Your text is kept in (\\S+)\\.").matcher(outcome.err());
      assertThat(kept.find()).isTrue();
      assertThat(Path.of(kept.group(1))).content().contains("<name>web77</name>");
      Files.delete(Path.of(kept.group(1)));
    }
  }
}
