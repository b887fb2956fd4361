package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.DiskPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a VM would migrate, as {@code vm migrate --plan} prints it. The names of its components are
 * the field names of the JSON and YAML forms and stay as they are.
 *
 * @param to empty when no host fits
 * @param why it would go there, or cannot
 * @param possible whether nothing stands in the way
 * @param details what the host that it would leave found out; null when it was not asked, because
 *     nobody has a place for the VM
 * @param blockers what stands in the way, each with what to do
 * @param order what {@code vm migrate --apply} reads; null unless it is possible
 */
public record MigrationPlanView(
    String vm,
    String uuid,
    String from,
    String to,
    String why,
    boolean possible,
    @Nullable Details details,
    List<Finding> blockers,
    List<Finding> warnings,
    @Nullable String order) {
  /**
   * @param bytes of memory and disks together
   * @param dirtyBytesPerSecond null when not measured
   * @param convergence {@code not needed}, {@code yes}, {@code no} or {@code unknown}
   */
  public record Details(
      String state,
      List<DiskView> disks,
      long memoryBytes,
      long bytes,
      long linkBytesPerSecond,
      String linkKnownBy,
      @Nullable Long dirtyBytesPerSecond,
      String convergence,
      long expectedMillis,
      long expectedDowntimeMillis) {}

  /**
   * @param travel {@code shared}, {@code copied}, {@code overlay} or {@code overlay and base}
   */
  public record DiskView(String target, String source, String travel, long bytes) {}

  /** How plans are listed. */
  public static final Listing<MigrationPlanView> LISTING =
      new Listing<>(
          List.of(
              Column.text("VM", MigrationPlanView::vm),
              Column.text("FROM", MigrationPlanView::from),
              Column.text("TO", plan -> VmView.dash(plan.to)),
              Column.text("POSSIBLE", plan -> plan.possible ? "yes" : "no"),
              Column.figure("BYTES", plan -> figure(plan, d -> Amounts.bytes(d.bytes))),
              Column.figure("TIME", plan -> figure(plan, d -> FiguresView.span(d.expectedMillis))),
              Column.figure(
                  "DOWNTIME", plan -> figure(plan, d -> d.expectedDowntimeMillis + " ms")),
              Column.text("CONVERGES", plan -> figure(plan, Details::convergence)),
              Column.text("WHY", plan -> plan.possible ? plan.why : said(plan.blockers)),
              Column.wide("UUID", MigrationPlanView::uuid)),
          plan -> Visible.of(plan.from) + "/" + Visible.of(plan.vm));

  /** Of a VM that has no place to go to. */
  public static MigrationPlanView nowhere(Vm vm, String to, String why, List<Finding> blockers) {
    return new MigrationPlanView(
        vm.name(),
        vm.ref().uuid().toString(),
        vm.host(),
        to,
        why,
        false,
        null,
        blockers,
        List.of(),
        null);
  }

  /** Of one whose host looked. */
  public static MigrationPlanView of(Vm vm, MigrationPlan plan, String why, MigrateVm order) {
    return new MigrationPlanView(
        vm.name(),
        vm.ref().uuid().toString(),
        plan.from(),
        plan.to(),
        why,
        plan.possible(),
        new Details(
            word(plan.state()),
            plan.disks().stream().map(MigrationPlanView::disk).toList(),
            plan.memoryBytes(),
            plan.bytes(),
            plan.linkBytesPerSecond(),
            plan.linkKnownBy(),
            plan.dirtyBytesPerSecond() < 0 ? null : plan.dirtyBytesPerSecond(),
            word(plan.convergence()),
            plan.expectedMillis(),
            plan.expectedDowntimeMillis()),
        plan.blockers(),
        plan.warnings(),
        plan.possible() ? new Codec().write(Operation.class, order) : null);
  }

  private static DiskView disk(DiskPlan disk) {
    return new DiskView(disk.target(), disk.source(), word(disk.travel()), disk.bytes());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String figure(MigrationPlanView plan, Function<Details, String> text) {
    return plan.details == null ? "-" : text.apply(plan.details);
  }

  private static String said(List<Finding> findings) {
    return String.join(
        " ", findings.stream().map(each -> (each.what() + " " + each.toDo()).strip()).toList());
  }

  /** Everything about it, line by line. */
  public Sheet sheet() {
    List<Sheet.Line> lines = new ArrayList<>();
    lines.add(new Sheet.Line("VM", vm + (details == null ? "" : ", " + details.state)));
    lines.add(new Sheet.Line("From", from));
    lines.add(new Sheet.Line("To", VmView.dash(to)));
    if (details != null) {
      details(lines, details);
    }
    if (!why.isEmpty()) {
      lines.add(new Sheet.Line("Why", why));
    }
    warnings.forEach(each -> lines.add(new Sheet.Line("Mind", said(List.of(each)))));
    blockers.forEach(each -> lines.add(new Sheet.Line("Blocked", said(List.of(each)))));
    lines.add(new Sheet.Line("Possible", possible ? "yes" : "no"));
    return new Sheet(lines);
  }

  private static void details(List<Sheet.Line> lines, Details details) {
    for (DiskView disk : details.disks) {
      lines.add(
          new Sheet.Line(
              "Disk " + disk.target,
              disk.travel
                  + (disk.bytes == 0 ? "" : ", " + Amounts.bytes(disk.bytes))
                  + ": "
                  + disk.source));
    }
    lines.add(
        new Sheet.Line(
            "Bytes",
            Amounts.bytes(details.bytes)
                + (details.memoryBytes == 0
                    ? ""
                    : ", " + Amounts.bytes(details.memoryBytes) + " of it memory")));
    lines.add(
        new Sheet.Line(
            "Link",
            FiguresView.rate(details.linkBytesPerSecond) + " (" + details.linkKnownBy + ")"));
    lines.add(
        new Sheet.Line(
            "Converges",
            details.convergence
                + (details.dirtyBytesPerSecond == null
                    ? ""
                    : ": the guest changes " + FiguresView.rate(details.dirtyBytesPerSecond))));
    lines.add(
        new Sheet.Line(
            "Takes",
            FiguresView.span(details.expectedMillis)
                + (details.expectedDowntimeMillis == 0
                    ? ""
                    : ", standing still for " + details.expectedDowntimeMillis + " ms")));
  }
}
