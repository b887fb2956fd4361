package dev.pilothouse.fleet.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a VM. Texts come from outside.
 *
 * @param parent the name of the snapshot that it was taken after; empty for the first
 * @param created null when libvirt does not say
 * @param state the VM's state when it was taken, in libvirt's words: {@code running}, {@code
 *     shutoff}, {@code disk-snapshot}
 * @param memory whether the guest's memory is in it
 * @param external whether its state lies in files of its own beside the disks' ({@code external}),
 *     rather than inside of them
 * @param current whether the VM goes on from here
 */
public record Snapshot(
    String name,
    String parent,
    String description,
    @Nullable Instant created,
    String state,
    boolean memory,
    boolean external,
    boolean current) {

  /** All snapshots of one VM, parents before their children. */
  public record Tree(List<Snapshot> snapshots) {
    public Tree {
      snapshots = List.copyOf(snapshots);
    }

    /** A snapshot in a tree, and how many it stands on. */
    public record Row(Snapshot snapshot, int depth) {}

    /** Each child behind its parent. */
    public List<Row> rows() {
      Set<String> names = new HashSet<>();
      snapshots.forEach(s -> names.add(s.name()));
      Map<String, List<Snapshot>> children = new HashMap<>();
      for (Snapshot s : snapshots) {
        boolean root = !names.contains(s.parent()) || s.parent().equals(s.name());
        children.computeIfAbsent(root ? "" : s.parent(), any -> new ArrayList<>()).add(s);
      }
      List<Row> rows = new ArrayList<>();
      add("", 0, children, rows);
      return rows;
    }

    private static void add(
        String parent, int depth, Map<String, List<Snapshot>> children, List<Row> rows) {
      List<Snapshot> of = children.remove(parent);
      if (of != null) {
        for (Snapshot s : of) {
          rows.add(new Row(s, depth));
          add(s.name(), depth + 1, children, rows);
        }
      }
    }

    /** How many snapshots lie between the VM as it is now and its first state. */
    public int chain() {
      int length = 0;
      String at =
          snapshots.stream().filter(Snapshot::current).map(Snapshot::name).findFirst().orElse("");
      // A parent that is not listed, or a circle, ends it too.
      while (!at.isEmpty() && length < snapshots.size()) {
        String name = at;
        length++;
        at =
            snapshots.stream()
                .filter(s -> s.name().equals(name))
                .map(Snapshot::parent)
                .findFirst()
                .orElse("");
      }
      return length;
    }
  }

  /** From this length of the chain on, every read of a disk may have to look into many files. */
  public static final int LONG_CHAIN = 6;
}
