package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.DiskPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import dev.pilothouse.fleet.operation.MigrationSummary;
import java.util.List;

/** What is told of migrations, for the golden files. */
final class MigrationSamples {
  static final MigrationPlan PLAN =
      new MigrationPlan(
          "h1",
          "h2",
          MigrationPlan.State.RUNNING,
          List.of(
              new DiskPlan(
                  "vda", "/images/web.qcow2", MigrationPlan.Travel.OVERLAY_AND_BASE, 104857600L),
              new DiskPlan("vdb", "/nas/data.qcow2", MigrationPlan.Travel.SHARED, 0)),
          1073741824L,
          125000000L,
          "the last migration to h2",
          1000000L,
          MigrationPlan.Convergence.YES,
          9500,
          150,
          List.of(new Finding("h2 has no active network lan.", "Start it there.")),
          List.of(new Finding("It has a cdrom.", "Eject it.")),
          new MigrationPlan.Basis(
              MigrationPlan.State.RUNNING,
              1073741824L,
              List.of("vda=/images/web.qcow2", "vdb=/nas/data.qcow2"),
              List.of("s1"),
              "digest"));
  static final MigrationSummary SUMMARY =
      new MigrationSummary("h1", "h2", 2300, 120, 94371840L, 104857600L);
  static final MigrationFigures FIGURES =
      new MigrationFigures(
          MigrationFigures.Phase.MEMORY,
          104857600L,
          104857600L,
          50000000L,
          60000000L,
          1073741824L,
          30000000L,
          1000000L,
          2,
          140,
          2000,
          209715200L,
          300,
          List.of(28000000L, 30000000L));

  private MigrationSamples() {}
}
