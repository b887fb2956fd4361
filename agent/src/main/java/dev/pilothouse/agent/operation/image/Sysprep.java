package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** virt-sysprep of libguestfs, where it is installed beside the agent. */
record Sysprep(Optional<Path> program) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final long MOST_SAID = 4096;

  /** What stays the VM's own in an image that was not generalised. */
  private static final String STAYS =
      "its machine-id, SSH host keys, logs and cloud-init's memory are still the VM's";

  /**
   * @param path of the environment, folders separated by colons
   */
  static Sysprep onPath(@Nullable String path) {
    return new Sysprep(
        List.of((path == null ? "" : path).split(File.pathSeparator)).stream()
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, "virt-sysprep"))
            .filter(Files::isExecutable)
            .findFirst());
  }

  /**
   * Takes out of a disk what is one machine's own.
   *
   * @return what was not done, for people; empty when all was
   * @throws OperationException when virt-sysprep fails, or a person cancels
   */
  String run(Work work, String disk) {
    if (program.isEmpty()) {
      return "Not generalised, because virt-sysprep is not installed beside the agent: "
          + STAYS
          + ".";
    }
    if (!Files.isWritable(Path.of(disk))) {
      return "Not generalised, because the agent cannot write to the image's file: " + STAYS + ".";
    }
    try {
      Path said = Files.createTempFile("virt-sysprep", ".log");
      try {
        return run(work, program.get(), disk, said);
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(Work work, Path program, String disk, Path said) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--format",
                "qcow2",
                "--add",
                disk,
                "--run-command",
                "if command -v cloud-init >/dev/null; then cloud-init clean --logs; fi")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      while (!process.waitFor(0, TimeUnit.SECONDS)) {
        work.progress(-1, "taking out what is the VM's own (virt-sysprep)");
        work.await(LOOK_EVERY);
        if (work.cancelRequested()) {
          throw new OperationException(ErrorCode.CANCELLED, "Cancelled; nothing was kept.");
        }
      }
      if (process.exitValue() != 0) {
        throw new OperationException(
            new Failure(
                ErrorCode.REFUSED,
                "virt-sysprep failed: " + Visible.line(last(said)),
                "Make the image without --generalise, or run virt-sysprep by hand to see why."));
      }
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String last(Path said) throws IOException {
    try (var in = Files.newInputStream(said)) {
      in.skip(Math.max(0, Files.size(said) - MOST_SAID));
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(l -> !l.isBlank())
              .toList();
      return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }
  }
}
