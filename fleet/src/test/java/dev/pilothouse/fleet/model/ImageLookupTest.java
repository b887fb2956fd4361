package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.ImageLookup.Found;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageLookupTest {
  private static final String FOLDER = "/var/lib/libvirt/images/";
  private final Inventory inventory = Vms.inventory();

  private List<String> paths(String name) {
    return ImageLookup.find(inventory, name).stream().map(f -> f.volume().path()).toList();
  }

  @Test
  void anImageOfTheCatalogueIsMeantByItsName() {
    assertThat(paths("base")).containsExactly(FOLDER + "base.qcow2");
    assertThat(ImageLookup.find(inventory, "base")).extracting(Found::name).containsExactly("base");
  }

  @Test
  void aVolumeIsMeantByItsNameWithOrWithoutEndingByPoolAndByPath() {
    for (String word :
        List.of("web01", "web01.qcow2", "default/web01.qcow2", FOLDER + "web01.qcow2")) {
      assertThat(paths(word)).as(word).containsExactly(FOLDER + "web01.qcow2");
    }
    assertThat(paths("nosuch")).isEmpty();
  }

  @Test
  void mediaAreToldFromDisksAndTheCatalogueComesFirst() {
    assertThat(ImageLookup.images(inventory))
        .extracting(Found::name)
        .containsExactly("base", FOLDER + "web01.qcow2");
    assertThat(ImageLookup.media(inventory))
        .extracting(Found::name)
        .containsExactly(FOLDER + "setup.iso");
  }
}
