package dev.pilothouse.tui.shell.edit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** What a person changed, as a unified diff. */
public final class Changes {
  private static final int CONTEXT = 3;

  private Changes() {}

  /** The lines of the diff; empty when nothing but the last line's end differs. */
  public static List<String> between(String before, String after) {
    List<String> old = before.lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        "before", "after", old, DiffUtils.diff(old, after.lines().toList()), CONTEXT);
  }
}
