package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import java.util.List;
import java.util.function.Function;

/**
 * How VMs are to migrate.
 *
 * @param then what the options lead to, once the form is gone
 */
record OptionsForm(String about, Function<MigrationOptions, List<Effect>> then)
    implements FormScreen.Purpose {
  private static final String BANDWIDTH = "Bytes a second, at most";
  private static final String DOWNTIME = "Standing still, at most";
  private static final String SLOW = "A guest too busy";
  private static final String POST_COPY = "Post-copy";
  private static final String COMPRESS = "Compress memory";

  static FormScreen of(
      String about, MigrationOptions start, Function<MigrationOptions, List<Effect>> then) {
    return new FormScreen(
        new OptionsForm(about, then),
        Form.of(
            Form.Text.of(
                BANDWIDTH,
                start.bytesPerSecond() == 0 ? "" : ByteAmount.exact(start.bytesPerSecond())),
            Form.Text.of(
                DOWNTIME, start.maxDowntime() == null ? "" : start.maxDowntime().toMillis() + "ms"),
            new Form.Choice(
                SLOW,
                List.of("is left alone", "is slowed down (auto-converge)"),
                start.autoConverge() ? 1 : 0),
            new Form.Choice(
                POST_COPY,
                List.of("no", "allowed, by hand or by itself"),
                start.postCopy() ? 1 : 0),
            new Form.Choice(COMPRESS, List.of("no", "yes"), start.compress() ? 1 : 0)));
  }

  @Override
  public String title() {
    return "How to migrate";
  }

  @Override
  public String word() {
    return "plan";
  }

  @Override
  public String problem(Form form, World world) {
    try {
      options(form);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage() + ".";
    }
  }

  private static MigrationOptions options(Form form) {
    return new MigrationOptions(
        Wishes.bandwidth(form.value(BANDWIDTH)),
        Wishes.downtime(form.value(DOWNTIME)),
        form.chosen(SLOW) == 1,
        form.chosen(POST_COPY) == 1,
        form.chosen(COMPRESS) == 1,
        false,
        null);
  }

  @Override
  public String sentence(Form form, World world) {
    return "Enter shows the plan; nothing moves yet.";
  }

  @Override
  public Effect effect(Form form, World world) {
    return effects(form, world).getFirst();
  }

  @Override
  public List<Effect> effects(Form form, World world) {
    return then.apply(options(form));
  }
}
