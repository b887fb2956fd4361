package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content over http or https. When the connection breaks, it goes on where it was (RFC 9110, 14),
 * if the server can do that and says that the content is still the same.
 */
public final class Download extends InputStream implements Content {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final int MOST_CHECKSUMS = 1 << 20;
  private static final int TRIES_WITHOUT_A_BYTE = 5;

  private final Requests requests;
  private final URI uri;
  private final Duration pause;
  private final long size;
  private final @Nullable String validator;
  private volatile InputStream from;
  private volatile boolean closed;
  private long at;
  private int tries;

  private Download(Requests requests, URI uri, Duration pause, HttpResponse<InputStream> first) {
    this.requests = requests;
    this.uri = uri;
    this.pause = pause;
    this.size = first.headers().firstValueAsLong("Content-Length").orElse(-1);
    this.validator = validator(first);
    this.from = first.body();
  }

  /**
   * Connects, and follows redirects.
   *
   * @param pause between tries after a break
   * @throws OperationException BAD_INPUT for an address that cannot be, NOT_FOUND, or
   *     SOURCE_UNREACHABLE
   */
  public static Download open(HttpClient client, String url, Duration pause) {
    Requests requests = new Requests(client);
    URI uri = Requests.address(url);
    HttpResponse<InputStream> response = requests.get(uri, 0, null);
    Requests.demandSuccess(response);
    return new Download(requests, response.uri(), pause, response);
  }

  /**
   * The checksum of the file at {@code url}.
   *
   * @param given the checksum itself, or the address of a file that holds it
   */
  public static Checksum checksum(HttpClient client, String given, String url) {
    if (Checksum.looksLikeOne(given)) {
      return new Checksum(given);
    }
    String name = url.replaceAll("[?#].*", "");
    String file = name.substring(name.lastIndexOf('/') + 1);
    try (Download sums = open(client, given, Duration.ZERO)) {
      byte[] text = sums.readNBytes(MOST_CHECKSUMS);
      Optional<Checksum> found = Checksum.in(new String(text, StandardCharsets.UTF_8), file);
      return found.orElseThrow(
          () ->
              Refused.because(
                  "The checksum file names no checksum of " + Visible.line(file) + ".",
                  "Give the checksum itself: 64 or 128 hexadecimal digits."));
    } catch (IOException e) {
      throw unreachable("The checksums cannot be read: " + e.getMessage());
    }
  }

  static OperationException unreachable(String why) {
    return new OperationException(new Failure(ErrorCode.SOURCE_UNREACHABLE, Visible.line(why)));
  }

  /** Only a strong one proves that byte N is still the same byte. */
  private static @Nullable String validator(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> response.headers().firstValue("Last-Modified"))
        .orElse(null);
  }

  @Override
  public InputStream stream() {
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (true) {
      try {
        int read = from.read(into, offset, length);
        if (read > 0) {
          at += read;
          tries = 0;
        } else if (read < 0 && size >= 0 && at < size) {
          throw new IOException("the connection ended after " + at + " of " + size + " bytes");
        }
        return read;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  private void resume(IOException why) throws IOException {
    if (closed) {
      throw why;
    }
    if (validator == null || ++tries > TRIES_WITHOUT_A_BYTE) {
      throw new IOException(
          "the transfer broke off after " + at + " bytes and could not be resumed", why);
    }
    LOG.info("a transfer broke off after {} bytes and is resumed", at, why);
    waitALittle();
    from.close();
    HttpResponse<InputStream> rest;
    try {
      rest = requests.get(uri, at, validator);
    } catch (OperationException e) {
      resume(new IOException(e.failure().message(), e));
      return;
    }
    from = rest.body();
    if (closed) {
      from.close();
      throw why;
    }
    if (rest.statusCode() != 206 || !startsAt(rest)) {
      from.close();
      throw new IOException(
          "the transfer broke off after "
              + at
              + " bytes, and the server gives no rest (status "
              + rest.statusCode()
              + ")",
          why);
    }
  }

  private boolean startsAt(HttpResponse<?> rest) {
    return rest.headers()
        .firstValue("Content-Range")
        .map(range -> range.startsWith("bytes " + at + "-"))
        .orElse(false);
  }

  private synchronized void waitALittle() throws IOException {
    long end = System.nanoTime() + pause.multipliedBy(tries).toNanos();
    try {
      for (long left = end - System.nanoTime();
          left > 0 && !closed;
          left = end - System.nanoTime()) {
        java.util.concurrent.TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    synchronized (this) {
      notifyAll();
    }
    from.close();
  }
}
