package dev.pilothouse.agent.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.xml.ConsoleXml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What virtlogd kept. */
class LogTailTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = folder.resolve("web01.serial");
  }

  private LogTail read(boolean append, long started) {
    return requireNonNull(
        LogTail.read(
            new ConsoleXml(true, new ConsoleXml.Log(file.toString(), append)),
            Instant.ofEpochSecond(started)));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static LogTail log(String text) {
    return new LogTail("e", 100, text.getBytes(UTF_8), LogTail.Earlier.NONE);
  }

  @Test
  void itsEndIsReadAndCountedFromItsBeginning() throws IOException {
    write("x".repeat(100_000) + "the end");
    LogTail tail = read(true, 1);
    assertThat(tail.end()).isEqualTo(100_007);
    assertThat(tail.bytes()).hasSize(Feed.KEPT);
    assertThat(new String(tail.bytes(), UTF_8)).endsWith("xthe end");
    assertThat(tail.start()).isEqualTo(100_007 - Feed.KEPT);
    write("!");
    assertThat(read(true, 2).place(tail.epoch(), 5)).isEqualTo(5);
  }

  @Test
  void aPlaceHoldsAcrossARollover() throws IOException {
    write("0123456789");
    LogTail before = read(true, 1);
    Files.move(file, folder.resolve("web01.serial.0"));
    write("abc");
    LogTail after = read(true, 1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(after.place(before.epoch(), 12)).isEqualTo(2);
  }

  @Test
  void aLogThatBeginsAnewIsAnother() throws IOException {
    write("0123456789");
    LogTail before = read(false, 1);
    assertThat(read(false, 1).place(before.epoch(), 3)).isEqualTo(3);
    assertThat(read(false, 2).place(before.epoch(), 3)).isNull();
  }

  @Test
  void withoutALogThereIsNone() {
    assertThat(LogTail.read(new ConsoleXml(true, null), null)).isNull();
    assertThat(
            LogTail.read(new ConsoleXml(true, new ConsoleXml.Log("/nowhere/at/all", true)), null))
        .isNull();
  }

  @Test
  void whatWasBothWrittenAndHeardIsFound() {
    assertThat(log("abcdef").overlap("defghi".getBytes(UTF_8))).isEqualTo(3);
    assertThat(log("abcdef").overlap("xyz".getBytes(UTF_8))).isZero();
    assertThat(log("abcdef").overlap("def".getBytes(UTF_8))).isEqualTo(3);
    assertThat(log("").overlap("def".getBytes(UTF_8))).isZero();
    assertThat(log("abab").overlap("ababab".getBytes(UTF_8))).isEqualTo(4);
    assertThat(log("aab").overlap("aaab".getBytes(UTF_8))).isZero();
    assertThat(log("xaabaa").overlap("aabaac".getBytes(UTF_8))).isEqualTo(5);
    assertThat(log("y\n".repeat(30_000)).overlap("y\n".repeat(60_000).getBytes(UTF_8)))
        .isEqualTo(60_000);
  }
}
