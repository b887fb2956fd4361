package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Something that was done to a VM or happened to it, on whatever host that was: it goes by the UUID
 * and so travels with the VM. The names of its components are field names of the JSON and YAML
 * forms and stay as they are.
 */
public record HistoryView(String at, String host, String what) {
  private static final int MOST = 10;

  /** The newest of a VM, oldest first. */
  public static List<HistoryView> of(
      UUID vm, Collection<OperationRecord> operations, Collection<Notice> notices) {
    List<HistoryView> all =
        Stream.concat(
                operations.stream().filter(o -> isOn(o, vm)).map(HistoryView::of),
                notices.stream()
                    .filter(notice -> notice.vm() != null && notice.vm().uuid().equals(vm))
                    .map(n -> new HistoryView(n.at().toString(), n.host(), n.what())))
            .sorted(Comparator.comparing(HistoryView::at))
            .toList();
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  /** Whether an operation was one on that VM. */
  public static boolean isOn(OperationRecord record, UUID vm) {
    return record.operation().target().filter(ref -> ref.uuid().equals(vm)).isPresent();
  }

  private static HistoryView of(OperationRecord record) {
    String to = record.operation() instanceof MigrateVm migrate ? " to " + migrate.to().host() : "";
    return new HistoryView(
        record.since().toString(),
        record.operation().host(),
        record.operation().verb().title()
            + to
            + ": "
            + record.state().name().toLowerCase(Locale.ROOT)
            + " (operation "
            + record.number()
            + " of "
            + record.principal().name()
            + ")");
  }

  String line() {
    return what + ", on " + host;
  }
}
