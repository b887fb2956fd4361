package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.output.Listing;
import dev.pilothouse.tui.shell.output.Sheet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** {@code version}. */
final class VersionVerb {

  /** Fields of the JSON and YAML forms. */
  record VersionView(String pilothouse, String java, Map<String, String> libraries) {}

  private VersionVerb() {}

  static Command command() {
    return new Command(
        "",
        "version",
        "Show the versions of Pilothouse, Java and the libraries.",
        spec -> spec.addOption(Options.output()),
        VersionVerb::run);
  }

  private static int run(Call call) {
    Map<String, String> libraries = new TreeMap<>();
    libraries.put("picocli", CommandLine.VERSION);
    put(libraries, "jline", "org.jline.reader.LineReader");
    put(libraries, "jackson", "tools.jackson.databind.ObjectMapper");
    put(libraries, "lanterna", "com.googlecode.lanterna.TerminalSize");
    VersionView view =
        new VersionView(call.around().version(), Runtime.version().toString(), libraries);
    call.results()
        .one(
            new Listing<VersionView>(List.of(), VersionView::pilothouse), view, VersionVerb::sheet);
    return ExitStatus.DONE;
  }

  private static void put(Map<String, String> libraries, String name, String type) {
    try {
      Package of = Class.forName(type, false, VersionVerb.class.getClassLoader()).getPackage();
      if (of.getImplementationVersion() != null) {
        libraries.put(name, of.getImplementationVersion());
      }
    } catch (ClassNotFoundException e) {
      libraries.put(name, "absent");
    }
  }

  private static Sheet sheet(VersionView view) {
    List<Sheet.Line> lines = new java.util.ArrayList<>();
    lines.add(new Sheet.Line("Pilothouse", view.pilothouse()));
    lines.add(new Sheet.Line("Java", view.java()));
    view.libraries().forEach((name, version) -> lines.add(new Sheet.Line(name, version)));
    return new Sheet(lines);
  }
}
