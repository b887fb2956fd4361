package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Visible;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event as {@code event list} and {@code event follow} print it. The names of its components are
 * the field names of the JSON and YAML forms and stay as they are.
 *
 * @param severity {@code info}, {@code warning} or {@code alert}
 * @param vm the VM's name at that time; empty when the event is about the host
 * @param uuid of the VM, or null
 */
public record NoticeView(
    String at, String severity, String host, String vm, @Nullable String uuid, String what) {

  /** How events are listed. */
  public static final Listing<NoticeView> LISTING =
      new Listing<>(
          List.of(
              Column.text("AT", notice -> Amounts.moment(notice.at)),
              Column.text("SEVERITY", NoticeView::severity),
              Column.text("HOST", NoticeView::host),
              Column.text("VM", notice -> VmView.dash(notice.vm)),
              Column.text("WHAT", NoticeView::what),
              Column.wide("UUID", notice -> VmView.dash(notice.uuid))),
          NoticeView::place);

  public static NoticeView of(Notice notice) {
    return new NoticeView(
        notice.at().toString(),
        notice.severity().name().toLowerCase(Locale.ROOT),
        notice.host(),
        notice.vmName(),
        notice.vm() == null ? null : notice.vm().uuid().toString(),
        notice.what());
  }

  private String place() {
    return vm.isEmpty() ? Visible.of(host) : Visible.of(host) + "/" + Visible.of(vm);
  }

  /** One line for somebody who follows events as they come. */
  public String line() {
    return Amounts.moment(at) + "  " + severity + "  " + place() + "  " + Visible.of(what);
  }
}
