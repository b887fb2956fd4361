package dev.pilothouse.tui.frame;

import java.util.Locale;
import java.util.Random;

/**
 * A table of 5,000 VMs in six columns with a marker column, 80x24: title, header, 20 rows, status,
 * key bar. It paints the visible rows only, as the real widget does.
 */
final class SampleTable {

  static final int SIZE = 5000;
  private static final Style HEADER = Style.DEFAULT.bold();
  private static final Style BAR = Style.DEFAULT.reverse();
  private static final Style RUNNING = Style.DEFAULT.foreground(2);
  private static final Style OFF = Style.DEFAULT.foreground(4);
  private static final Style CRASHED = Style.DEFAULT.foreground(1).bold();

  private final String[] names = new String[SIZE];
  private final String[] hosts = new String[SIZE];
  private final int[] states = new int[SIZE];
  final String[] cpu = new String[SIZE];
  private final String[] memory = new String[SIZE];
  private final String[] ips = new String[SIZE];
  int top;
  int marker;

  SampleTable() {
    Random random = new Random(7);
    for (int i = 0; i < SIZE; i++) {
      names[i] = String.format(Locale.ROOT, "vm-%05d", i);
      hosts[i] = String.format(Locale.ROOT, "kvm-%02d", 1 + random.nextInt(40));
      int state = random.nextInt(100);
      states[i] = state < 85 ? 0 : state < 97 ? 1 : 2;
      cpu[i] =
          states[i] == 0 ? String.format(Locale.ROOT, "%.1f%%", random.nextDouble() * 100) : "-";
      memory[i] = (1 << random.nextInt(6)) + " GiB";
      ips[i] = "10.20." + (i / 250) + "." + (1 + i % 250);
    }
  }

  void paint(Frame frame) {
    frame.put(0, 0, frame.columns(), " Pilothouse  admin@mgmt1   hosts 40  VMs 5000", BAR);
    frame.put(1, 2, 20, "NAME", HEADER);
    frame.put(1, 23, 12, "HOST", HEADER);
    frame.put(1, 36, 9, "STATE", HEADER);
    frame.putRight(1, 45, 6, "CPU", HEADER);
    frame.putRight(1, 52, 10, "MEM", HEADER);
    frame.put(1, 64, 15, "IP", HEADER);
    int visible = frame.rows() - 4;
    for (int i = 0; i < visible; i++) {
      int row = i + 2;
      int vm = top + i;
      frame.put(row, 0, 2, vm == marker ? ">" : "", Style.DEFAULT);
      frame.put(row, 2, 20, names[vm], Style.DEFAULT);
      frame.put(row, 23, 12, hosts[vm], Style.DEFAULT);
      int state = states[vm];
      frame.put(
          row,
          36,
          9,
          state == 0 ? "running" : state == 1 ? "shut off" : "crashed",
          state == 0 ? RUNNING : state == 1 ? OFF : CRASHED);
      frame.putRight(row, 45, 6, cpu[vm], Style.DEFAULT);
      frame.putRight(row, 52, 10, memory[vm], Style.DEFAULT);
      frame.put(row, 64, 15, ips[vm], Style.DEFAULT);
    }
    frame.put(frame.rows() - 2, 0, frame.columns(), "", Style.DEFAULT);
    frame.put(
        frame.rows() - 1,
        0,
        frame.columns(),
        " /filter  ?help  :command  Enter actions  q quit",
        BAR);
  }
}
