package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.placement.DrainProgress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a host is emptied, as {@code host drain} and {@code host show} print it. The names of its
 * components are the field names of the JSON and YAML forms and stay as they are.
 *
 * @param operation the number of the host's maintenance; null when it is in none
 * @param empty whether it can be powered off
 */
public record DrainView(
    String host,
    @Nullable String since,
    @Nullable String by,
    @Nullable Long operation,
    boolean empty,
    String sentence,
    List<VerdictView> vms) {
  /**
   * @param verdict {@code moved}, {@code moving}, {@code waiting}, {@code failed}, {@code stays} or
   *     {@code vanished}
   * @param percent null when not known
   * @param operation the number of its newest migration; null for none
   */
  public record VerdictView(
      String vm,
      String uuid,
      String verdict,
      @Nullable Integer percent,
      String to,
      @Nullable Long operation,
      String why) {
    /** How verdicts are listed. */
    public static final Listing<VerdictView> LISTING =
        new Listing<>(
            List.of(
                Column.text("VM", VerdictView::vm),
                Column.text("VERDICT", VerdictView::verdictText),
                Column.text("TO", v -> VmView.dash(v.to)),
                Column.figure(
                    "OPERATION", v -> v.operation == null ? "-" : Long.toString(v.operation)),
                Column.text("WHY", v -> VmView.dash(v.why)),
                Column.wide("UUID", VerdictView::uuid)),
            v -> Visible.of(v.vm));

    private String verdictText() {
      return percent == null ? verdict : verdict + " " + percent + " %";
    }

    /** Such as {@code moving 40 % to h2}. */
    String line() {
      return verdictText()
          + (to.isEmpty() ? "" : " to " + to)
          + (why.isEmpty() ? "" : ": " + why)
          + (operation == null ? "" : " (operation " + operation + ")");
    }
  }

  /** How it is named. */
  public static final Listing<DrainView> LISTING =
      new Listing<>(List.of(), drain -> Visible.of(drain.host));

  /** In one line. */
  public Sheet sheet() {
    return new Sheet(List.of(new Sheet.Line("Drain", sentence)));
  }

  public static DrainView of(DrainProgress progress) {
    Maintenance maintenance = progress.maintenance();
    return new DrainView(
        progress.host(),
        maintenance == null ? null : maintenance.since().toString(),
        maintenance == null ? null : maintenance.by(),
        maintenance == null ? null : maintenance.operation(),
        progress.empty(),
        progress.sentence(),
        progress.verdicts().stream().map(DrainView::verdict).toList());
  }

  private static VerdictView verdict(DrainProgress.Verdict verdict) {
    boolean moving = verdict.state() == DrainProgress.State.MOVING && verdict.percent() >= 0;
    return new VerdictView(
        verdict.name(),
        verdict.vm().toString(),
        verdict.state().name().toLowerCase(Locale.ROOT),
        moving ? verdict.percent() : null,
        verdict.to(),
        verdict.operation() == null ? null : verdict.operation().number(),
        verdict.why());
  }
}
