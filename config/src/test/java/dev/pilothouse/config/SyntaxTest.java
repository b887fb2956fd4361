package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.config.source.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed YAML; "%" stands for a line's end. */
class SyntaxTest {
  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ssh:%\\tport: 1      | 2:1: the line is indented with a tab; indent with spaces only, and let the keys of one section start in the same column.
          node: a: b           | 1:8: a ":" is not expected here; put the value in quotes if the ":" belongs to it; else indent with spaces only, and let the keys of one section start in the same column.
          ssh:%  port: 1%   address: x | 3:11: a ":" is not expected here; put the value in quotes if the ":" belongs to it; else indent with spaces only, and let the keys of one section start in the same column.
          ssh:%  port: 1% address: x | 3:2: the line does not belong to what stands above it; indent with spaces only, and let the keys of one section start in the same column.
          node: a%]            | 2:1: the line does not belong to what stands above it; indent with spaces only, and let the keys of one section start in the same column.
          node: a%users%log: b | 2:1: a ":" is missing after the key; expected "key: value".
          node: "a%users: b    | 1:7: the quote that opens here is never closed; close it on the same line.
          node: [1, 2%users: b | 1:7: the "[" here is never closed; separate values by "," and close with "]".
          ssh: {port: 1%users: b | 1:6: the "{" here is never closed; separate values by "," and close with "}".
          node: @a             | 1:7: a value cannot start with this character; put the value in quotes.
          node: "\\q"          | 1:9: this is no escape that YAML knows; write the backslash twice, or use single quotes.
          node: \\u0007        | 1:7: a control character stands here; remove it.
          ? [a]%: b            | 1:4: this is not readable as YAML; expected "key: value", with a plain word as key.
          node: &n a%users: *n | 2:8: users: aliases ("*name") are not read; write the value out.
          node: !!str a        | 1:7: node: tags ("!name") are not read; write the value without one.
          node: a%node: b      | 2:1: node: the key is there twice; remove this one or the one in line 1.
          node: a%---%node: b  | 3:1: a second document starts here; remove the line "---" before it.
          - node: a            | 1:1: the file holds a list; expected lines of the form "key: value".
          node                 | 1:1: the file holds a single value; expected lines of the form "key: value".
          """)
  void malformedYamlIsToldWithItsPlace(String text, String expected) {
    String yaml = text.strip().replace('%', '\n').replace("\\t", "\t").replace("\\u0007", "\u0007");

    assertThat(files.serverProblems(yaml)).containsExactly("server.yaml:" + expected);
  }

  @Test
  void aLineIsNeverQuotedBecauseItMayHoldASecret() {
    assertThat(files.serverProblems("redis:\n  password: hunter2: x\n").toString())
        .doesNotContain("hunter2");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertThat(files.serverProblems("node: " + "[".repeat(100_000)))
        .containsExactly(
            "server.yaml: it is nested deeper, or a value in it is longer, than in any"
                + " configuration; make sure that it is the right file.");
  }

  @Test
  void windowsLineEndsAndByteOrderMarksAreRead() throws Exception {
    assertThat(files.server("\uFEFFnode: a\r\nssh:\r\n  port: 1\r\n").ssh().port()).isEqualTo(1);
  }

  /** Whatever the text, it is read or refused with problems; the seed makes failures repeatable. */
  @Test
  void noDamageBreaksTheReader() throws Exception {
    String whole =
        Files.readString(Path.of("examples", "server.yaml")).replaceAll("(?m)^ *#.*\\n", "");
    String alphabet = "\n\t :-[]{}\"'#&*!|>%@`?,\\~0a\u0000\u0085\u2028\ud800\uFEFF";
    Random random = new Random(20261123);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(whole);
      for (int cuts = random.nextInt(1, 4); cuts > 0; cuts--) {
        int at = random.nextInt(text.length() - 12);
        String put = "" + alphabet.charAt(random.nextInt(alphabet.length()));
        text.replace(at, at + random.nextInt(12), put);
      }
      Path file = files.write("server.yaml", "");
      Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
      try {
        ServerConfig.load(file, Fixture.SURROUNDINGS);
      } catch (ConfigException e) {
        refused++;
        assertThat(e.problems()).as(text.toString()).isNotEmpty();
        assertThat(e.getMessage()).as(text.toString()).doesNotContain("\t", "\u2028", "\u0000");
      }
    }
    assertThat(refused).isBetween(1_000, 1_999);
  }
}
