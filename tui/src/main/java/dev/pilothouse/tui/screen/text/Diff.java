package dev.pilothouse.tui.screen.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** What changed between two texts, as lines of a unified diff. */
final class Diff {
  private static final int CONTEXT = 1;

  private Diff() {}

  static List<String> of(List<String> before, List<String> after) {
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "before", "after", before, DiffUtils.diff(before, after), CONTEXT);
    return diff.size() > 2 ? diff.subList(2, diff.size()) : diff;
  }
}
