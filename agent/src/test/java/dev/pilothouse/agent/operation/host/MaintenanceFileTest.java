package dev.pilothouse.agent.operation.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceFileTest {
  private static final Maintenance SINCE_MONDAY =
      new Maintenance(Instant.parse("2026-11-23T06:30:00Z"), "ada", 17);

  @TempDir Path folder;

  @Test
  void whatIsSetOutlivesTheAgent() {
    MaintenanceFile first = new MaintenanceFile(folder);
    assertThat(first.now()).isEmpty();
    first.begin(SINCE_MONDAY);

    MaintenanceFile second = new MaintenanceFile(folder);
    assertThat(second.now()).contains(SINCE_MONDAY);
    second.end();
    second.end();
    assertThat(first.now()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aTornFileOfAnEarlierAttemptIsNoHarm() throws IOException {
    Files.writeString(folder.resolve("maintenance.next"), "{\"since\":");
    MaintenanceFile file = new MaintenanceFile(folder);
    assertThat(file.now()).isEmpty();
    file.begin(SINCE_MONDAY);
    assertThat(file.now()).contains(SINCE_MONDAY);
  }
}
