package dev.pilothouse.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.KnownImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownImagesTest {
  @Test
  void whatComesWithPilothouseIsWholeAndFromHttps() {
    List<KnownImage> all = KnownImages.builtIn().images();
    assertThat(all).extracting(KnownImage::name).contains("debian-12", "ubuntu-24.04");
    assertThat(all).extracting(KnownImage::name).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            image -> {
              assertThat(image.url()).startsWith("https://");
              assertThat(image.checksum()).startsWith("https://");
              assertThat(image.os()).isNotBlank();
            });
  }

  @Test
  void aSitesOwnReplaceThoseOfTheSameName() {
    KnownImage own = new KnownImage("debian-12", "Ours", "x86_64", "http://mirror/d", "");
    KnownImages all = KnownImages.builtIn().with(List.of(own));
    assertThat(all.find("debian-12")).contains(own);
    assertThat(all.images()).hasSameSizeAs(KnownImages.builtIn().images());
    assertThat(all.find("nothing")).isEmpty();
  }
}
