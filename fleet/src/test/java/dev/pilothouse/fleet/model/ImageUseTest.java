package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImageUseTest {
  private static final String BASE = "/images/base.qcow2";

  private static Pool pool(String name, Volume... volumes) {
    return new Pool(
        name, new UUID(0, 1), "dir", "/" + name, true, true, true, 9, 1, 8, List.of(volumes));
  }

  private static Volume volume(String path, String backing) {
    return new Volume(path.substring(path.lastIndexOf('/') + 1), path, "qcow2", 1, 1, backing);
  }

  private static Vm vm(String name, String source) {
    return Vms.vm("h1", name)
        .disks(new Disk("vda", "virtio", "disk", source, "qcow2", false))
        .build();
  }

  @Test
  void whatStandsOnItNeedsItHoweverFarBeneath() {
    List<Pool> pools =
        List.of(
            pool("images", volume(BASE, "")),
            pool(
                "default",
                volume("/default/web.qcow2", BASE),
                volume("/default/snapshot.qcow2", "/default/web.qcow2"),
                volume("/default/other.qcow2", "")));
    List<Vm> vms =
        List.of(
            vm("web", "/default/snapshot.qcow2"),
            vm("other", "/default/other.qcow2"),
            vm("direct", BASE),
            vm("by-pool", "images:base.qcow2"));

    ImageUse use = ImageUse.of(BASE, vms, pools);

    assertThat(use.vms()).extracting(Vm::name).containsExactly("web", "direct", "by-pool");
    assertThat(use.volumes())
        .extracting(Volume::path)
        .containsExactlyInAnyOrder("/default/web.qcow2", "/default/snapshot.qcow2");
    assertThat(ImageUse.of("/default/other.qcow2", List.of(), pools).none()).isTrue();
  }

  @Test
  void filesThatNameEachOtherAreLookedAtOnce() {
    List<Pool> pools = List.of(pool("p", volume("/p/a", "/p/b"), volume("/p/b", "/p/a")));
    assertThat(ImageUse.of("/p/a", List.of(), pools).volumes())
        .extracting(Volume::path)
        .containsExactly("/p/b");
  }
}
