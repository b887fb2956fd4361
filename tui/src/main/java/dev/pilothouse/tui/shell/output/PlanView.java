package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation would do, as {@code --dry-run} prints it. The names of its components are the
 * field names of the JSON and YAML forms and stay as they are.
 *
 * @param uuid of the target; null when it does not exist yet
 * @param permission that the operation needs
 * @param permitted whether the person has it
 */
public record PlanView(
    String verb,
    String host,
    String vm,
    @Nullable String uuid,
    String sentence,
    String permission,
    boolean permitted) {

  /** How plans are listed. */
  public static final Listing<PlanView> LISTING =
      new Listing<>(
          List.of(
              Column.text("HOST", PlanView::host),
              Column.text("VM", PlanView::vm),
              Column.text(
                  "ALLOWED", plan -> plan.permitted ? "yes" : "no: needs " + plan.permission),
              Column.text("WOULD", PlanView::sentence),
              Column.wide("UUID", plan -> VmView.dash(plan.uuid))),
          plan -> Visible.of(plan.host) + "/" + Visible.of(plan.vm));
}
