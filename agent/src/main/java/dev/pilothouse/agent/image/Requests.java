package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GET, with redirects followed by ourselves: where they lead is looked at first. */
public final class Requests {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient client;

  Requests(HttpClient client) {
    this.client = client;
  }

  /** A client that follows no redirects and speaks HTTP/1.1, whose ranges are well-tried. */
  public static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(ANSWER_WITHIN)
        .build();
  }

  /**
   * @throws OperationException BAD_INPUT unless it is an http or https address without a password
   */
  public static URI address(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw Refused.because(
          "'" + Visible.line(url) + "' is no address.", "Write it as https://HOST/PATH.");
    }
    return web(uri);
  }

  private static URI web(URI uri) {
    boolean web =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw Refused.because(
          "'" + Visible.line(uri.toString()) + "' is no http or https address.",
          "Images come over http or https, from a file on the host, or from stdin.");
    }
    if (uri.getUserInfo() != null) {
      throw Refused.because(
          "The address holds a user's name or password.",
          "The catalogue would keep it for all to see; fetch the file yourself and add it from"
              + " there.");
    }
    return uri;
  }

  /**
   * @param from the first byte that is wanted
   * @param validator of the content that the bytes before came from
   */
  HttpResponse<InputStream> get(URI uri, long from, @Nullable String validator) {
    URI next = uri;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpResponse<InputStream> response = send(next, from, validator);
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      close(response);
      String location =
          response
              .headers()
              .firstValue("Location")
              .orElseThrow(() -> Download.unreachable("The server redirects to nowhere."));
      URI base = next;
      next = web(resolve(base, location));
      if (base.getScheme().equalsIgnoreCase("https") && next.getScheme().equalsIgnoreCase("http")) {
        throw Refused.because(
            "The server redirects from https to http (" + Visible.line(next.toString()) + ").",
            "Give an address that stays on https, or that one if you trust the network.");
      }
    }
    throw Download.unreachable("The server redirects more than " + MOST_REDIRECTS + " times.");
  }

  private static URI resolve(URI base, String location) {
    try {
      return base.resolve(new URI(location));
    } catch (URISyntaxException e) {
      throw Download.unreachable("The server redirects to '" + location + "'.");
    }
  }

  private HttpResponse<InputStream> send(URI uri, long from, @Nullable String validator) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).header("User-Agent", "pilothouse");
    if (from > 0 && validator != null) {
      request.header("Range", "bytes=" + from + "-").header("If-Range", validator);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw Download.unreachable(uri.getHost() + " cannot be reached: " + why + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Download.unreachable("Interrupted.");
    }
  }

  static void demandSuccess(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (status == 200) {
      return;
    }
    close(response);
    String message =
        "The server answers with status "
            + status
            + " for "
            + Visible.line(response.uri().toString());
    throw new OperationException(
        new Failure(
            status == 404 || status == 410 ? ErrorCode.NOT_FOUND : ErrorCode.SOURCE_UNREACHABLE,
            message + ".",
            "Check the address, in a browser or with curl -I."));
  }

  private static void close(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      // Nothing of it is wanted any more.
    }
  }
}
