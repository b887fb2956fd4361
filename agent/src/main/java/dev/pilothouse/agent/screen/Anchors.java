package dev.pilothouse.agent.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Points of a picture where something is drawn, spread over all of it: samples that tell quickly
 * whether a grid and a font are the picture's.
 *
 * @param points pixels that differ from their left neighbour
 * @param left where the first such pixel of the picture is; right, top, bottom likewise, inclusive
 */
record Anchors(List<Point> points, int left, int right, int top, int bottom) {

  private static final int SAMPLES = 48;

  record Point(int x, int y) {}

  static Anchors of(Raster raster) {
    int[] inRow = new int[raster.height()];
    int left = raster.width();
    int right = -1;
    int total = 0;
    for (int y = 0; y < raster.height(); y++) {
      int at = y * raster.width();
      for (int x = 1; x < raster.width(); x++) {
        if (raster.rgb()[at + x] != raster.rgb()[at + x - 1]) {
          inRow[y]++;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
      total += inRow[y];
    }
    int count = Math.min(SAMPLES, total);
    List<Point> points = new ArrayList<>();
    int top = raster.height();
    int bottom = -1;
    int seen = 0;
    for (int y = 0; y < raster.height(); y++) {
      if (inRow[y] == 0) {
        continue;
      }
      top = Math.min(top, y);
      bottom = y;
      int at = y * raster.width();
      for (int x = 1; x < raster.width() && points.size() < count; x++) {
        if (raster.rgb()[at + x] != raster.rgb()[at + x - 1]) {
          if (seen++ >= (long) points.size() * total / count) {
            points.add(new Point(x, y));
          }
        }
      }
    }
    return new Anchors(List.copyOf(points), left, right, top, bottom);
  }

  int count() {
    return points.size();
  }
}
