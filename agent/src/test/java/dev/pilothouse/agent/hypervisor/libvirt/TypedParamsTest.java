package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedParamsTest {
  private static final long SIZE = 96;

  @Test
  void whatIsWrittenReadsTheSame() {
    List<Map.Entry<String, ?>> given =
        List.of(
            Map.entry("bandwidth", 8_796_093_022_207L),
            Map.entry("migrate_disks", "vda"),
            Map.entry("migrate_uri", "tcp://höst"),
            Map.entry("migrate_disks", "vdb"));
    try (Memory params = TypedParams.of(given)) {
      TypedParams read = TypedParams.read(params, given.size());
      assertThat(read.number("bandwidth", 0)).isEqualTo(8_796_093_022_207L);
      assertThat(read.text("migrate_uri")).isEqualTo("tcp://höst");
      // A name that stands twice reads as the last; libvirt takes both.
      assertThat(read.text("migrate_disks")).isEqualTo("vdb");
      assertThat(TypedParams.read(params.share(SIZE), 1).text("migrate_disks")).isEqualTo("vda");
    }
    try (Memory none = TypedParams.of(Map.of())) {
      assertThat(none.size()).isEqualTo(SIZE);
    }
  }
}
