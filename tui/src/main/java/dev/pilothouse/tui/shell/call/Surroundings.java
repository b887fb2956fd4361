package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.wire.KnownImages;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where a command shell runs.
 *
 * @param local the person sits at this machine and may name its files and start its editor; false
 *     for whoever comes over the network
 * @param acceptWithin operations expire unless an agent accepts them within this time
 * @param editor of a local person: the program and its arguments, before the file's path
 * @param version of Pilothouse
 * @param history where lines typed into the line shell are kept; empty to keep them in memory only
 * @param known images that can be asked for by name
 * @param fullScreen takes the whole terminal; empty where there is nothing that could
 */
public record Surroundings(
    Clock clock,
    boolean local,
    Duration acceptWithin,
    List<String> editor,
    String version,
    Optional<Path> history,
    KnownImages known,
    Optional<FullScreen> fullScreen) {
  private static final Duration ACCEPT_WITHIN = Duration.ofMinutes(1);

  public Surroundings {
    editor = List.copyOf(editor);
  }

  /** With a site's own images beside those that come with Pilothouse. */
  public Surroundings withImages(Collection<KnownImage> own) {
    return new Surroundings(
        clock,
        local,
        acceptWithin,
        editor,
        version,
        history,
        KnownImages.builtIn().with(own),
        fullScreen);
  }

  public Surroundings with(FullScreen other) {
    return new Surroundings(
        clock, local, acceptWithin, editor, version, history, known, Optional.of(other));
  }

  /** For people at this machine. */
  public static Surroundings local(Clock clock, List<String> editor, String version) {
    return new Surroundings(
        clock,
        true,
        ACCEPT_WITHIN,
        editor,
        version,
        Optional.empty(),
        KnownImages.builtIn(),
        Optional.empty());
  }

  /** For people who come over SSH. */
  public static Surroundings remote(Clock clock, String version) {
    return new Surroundings(
        clock,
        false,
        ACCEPT_WITHIN,
        List.of(),
        version,
        Optional.empty(),
        KnownImages.builtIn(),
        Optional.empty());
  }
}
