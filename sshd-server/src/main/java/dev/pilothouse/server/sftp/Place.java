package dev.pilothouse.server.sftp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** What a path means here. */
sealed interface Place {
  /** As the client sees it. */
  String path();

  /** {@code /}, which holds {@code /images} and nothing else. */
  record Root() implements Place {
    @Override
    public String path() {
      return "/";
    }
  }

  /** {@code /images}: a folder for each host, and the only host's images. */
  record Images() implements Place {
    @Override
    public String path() {
      return "/" + IMAGES;
    }
  }

  /** {@code /images/HOST}. */
  record OfHost(String host) implements Place {
    @Override
    public String path() {
      return "/" + IMAGES + "/" + host;
    }
  }

  /**
   * An image that is there, or may come to be.
   *
   * @param path as the client wrote it, made absolute
   * @param file its last part
   */
  record File(String path, String host, String file) implements Place {
    private static final List<String> ENDINGS = List.of(".qcow2", ".raw", ".img", ".iso");

    /** The image's name: the file's, without an ending that tells a format. */
    String name() {
      for (String ending : ENDINGS) {
        if (file.toLowerCase(Locale.ROOT).endsWith(ending)) {
          return file.substring(0, file.length() - ending.length());
        }
      }
      return file;
    }

    boolean raw() {
      return file.toLowerCase(Locale.ROOT).endsWith(".raw");
    }
  }

  /** Nothing is there, and nothing can be put there. */
  record Nowhere(String path) implements Place {}

  /** The only folder, and where people arrive. */
  String IMAGES = "images";

  /** A path is worked out by its words alone: {@code ..} of the root is the root. */
  static Place of(String typed, List<String> hosts) {
    List<String> parts = parts(typed);
    String path = "/" + String.join("/", parts);
    if (parts.isEmpty()) {
      return new Root();
    }
    if (!parts.getFirst().equals(IMAGES) || parts.size() > 3) {
      return new Nowhere(path);
    }
    return switch (parts.size()) {
      case 1 -> new Images();
      case 2 -> {
        String part = parts.get(1);
        if (hosts.contains(part)) {
          yield new OfHost(part);
        }
        yield hosts.size() == 1 ? new File(path, hosts.getFirst(), part) : new Nowhere(path);
      }
      default ->
          hosts.contains(parts.get(1))
              ? new File(path, parts.get(1), parts.get(2))
              : new Nowhere(path);
    };
  }

  private static List<String> parts(String typed) {
    String absolute = typed.startsWith("/") ? typed : "/" + IMAGES + "/" + typed;
    Deque<String> parts = new ArrayDeque<>();
    for (String part : absolute.split("/")) {
      switch (part) {
        case "", "." -> {}
        case ".." -> parts.pollLast();
        default -> parts.addLast(part);
      }
    }
    return List.copyOf(parts);
  }
}
