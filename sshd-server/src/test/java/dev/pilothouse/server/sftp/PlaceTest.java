package dev.pilothouse.server.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What paths mean: words only. */
class PlaceTest {
  private static final List<String> ONE = List.of("h1");
  private static final List<String> TWO = List.of("h1", "h2");

  @ParameterizedTest
  @ValueSource(strings = {"/", "/..", "/../../", "//", "/./", "/images/..", ".."})
  void theRoot(String path) {
    assertThat(Place.of(path, ONE)).isEqualTo(new Place.Root());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "/images", "/images/", "/images/h1/..", "h1/..", "../images"})
  void theFolderOfImages(String path) {
    assertThat(Place.of(path, TWO)).isEqualTo(new Place.Images());
  }

  @ParameterizedTest
  @CsvSource({
    "x.qcow2, /images/x.qcow2, x",
    "/images/h1/x.iso, /images/h1/x.iso, x",
    "h1/./x, /images/h1/x, x",
    "/images/../images/a.b.IMG, /images/a.b.IMG, a.b"
  })
  void files(String typed, String path, String name) {
    assertThat(Place.of(typed, ONE))
        .isInstanceOfSatisfying(
            Place.File.class,
            file -> {
              assertThat(file.path()).isEqualTo(path);
              assertThat(file.host()).isEqualTo("h1");
              assertThat(file.name()).isEqualTo(name);
            });
  }

  @Test
  void withSeveralHostsAFileNeedsOne() {
    assertThat(Place.of("x.qcow2", TWO)).isInstanceOf(Place.Nowhere.class);
    assertThat(Place.of("h2/x.qcow2", TWO)).isInstanceOf(Place.File.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../etc/passwd",
        "/images/../etc/passwd",
        "/images/h1/x/y",
        "/images/h9/x",
        "/imagesx",
        "/Images/x"
      })
  void elsewhereIsNothing(String path) {
    assertThat(Place.of(path, ONE)).isInstanceOf(Place.Nowhere.class);
  }
}
