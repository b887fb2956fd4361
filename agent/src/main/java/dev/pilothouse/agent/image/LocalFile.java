package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A regular file of the agent's machine. */
public record LocalFile(FileChannel channel, long size) implements Content {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFile.class);

  /**
   * @throws OperationException NOT_FOUND or BAD_INPUT
   */
  public static LocalFile open(String path) {
    try {
      Path file = Path.of(path);
      if (!file.isAbsolute()) {
        throw Refused.because(
            "The path of a file on the host must begin with '/'.", "Give the whole path.");
      }
      // A pipe would wait for ever, and a device is not for taking in.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw Refused.because("This is no regular file.", "Give the path of an image file.");
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new LocalFile(channel, channel.size());
    } catch (IOException | InvalidPathException e) {
      throw new OperationException(
          new Failure(
              ErrorCode.NOT_FOUND,
              "The agent cannot read this file (" + e.getClass().getSimpleName() + ").",
              "The file must lie on the machine where the agent runs, readable for it."),
          e);
    }
  }

  /**
   * @throws OperationException NOT_FOUND or BAD_INPUT
   */
  public static void demandReadable(String path) {
    try (LocalFile file = open(path)) {
      LOG.debug("{} has {} bytes", path, file.size());
    } catch (IOException e) {
      LOG.debug("closing {}", path, e);
    }
  }

  @Override
  public InputStream stream() {
    return Channels.newInputStream(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
