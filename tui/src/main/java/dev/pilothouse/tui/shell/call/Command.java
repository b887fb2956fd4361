package dev.pilothouse.tui.shell.call;

import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A verb of the command shell.
 *
 * @param noun empty for words that stand alone, such as {@code version}
 * @param summary one sentence for its help
 * @param syntax adds its options and parameters
 */
public record Command(
    String noun, String word, String summary, Consumer<CommandSpec> syntax, Body body) {

  /** What a verb does. */
  @FunctionalInterface
  public interface Body {
    /**
     * @return an {@link ExitStatus}
     */
    int run(Call call);
  }
}
