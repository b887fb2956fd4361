package dev.pilothouse.fleet.console.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Characters are typed as the guest's keyboard makes them. */
class KeyLayoutTest {
  private static final String ASCII =
      IntStream.range(' ', 0x7F).mapToObj(Character::toString).collect(Collectors.joining());

  private static KeyLayout layout(String name) {
    return KeyLayout.named(name).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("dev.pilothouse.fleet.console.keys.KeyLayout#names")
  void everyKeyboardMakesAllOfAscii(String name) {
    assertThat(layout(name).missing(ASCII + "\n\t")).isEmpty();
  }

  @Test
  void theSameCharacterIsAnotherKeyElsewhere() {
    assertThat(layout("us").chords('z')).containsExactly(Chord.of(44));
    assertThat(layout("de").chords('z')).containsExactly(Chord.of(21));
    assertThat(layout("fr").chords('A')).containsExactly(Chord.of(42, 16));
    assertThat(layout("de").chords('@')).containsExactly(Chord.of(100, 16));
    assertThat(layout("us").chords('@')).containsExactly(Chord.of(42, 3));
  }

  @Test
  void deadKeysAreFollowedByABlank() {
    assertThat(layout("de").chords('^')).containsExactly(Chord.of(41), Chord.of(57));
    assertThat(layout("us").chords('^')).containsExactly(Chord.of(42, 7));
  }

  @Test
  void whatCannotBeTypedIsSaid() {
    assertThat(layout("us").missing("naïve 中 naïve")).isEqualTo("ï中");
    assertThat(layout("se").missing("åäö")).isEmpty();
    assertThat(KeyLayout.named("xx")).isEmpty();
  }

  @Test
  void chordsHaveNames() {
    assertThat(KeyNames.chord("ctrl-alt-del")).isEqualTo(Chord.of(29, 56, 111));
    assertThat(KeyNames.chord("F12")).isEqualTo(Chord.of(88));
    assertThat(KeyNames.chord("f24")).isEqualTo(Chord.of(194));
    assertThat(KeyNames.chord("ctrl-c")).isEqualTo(Chord.of(29, 46));
    assertThatThrownBy(() -> KeyNames.chord("ctrl-foo")).hasMessage("'foo'");
    assertThatThrownBy(() -> KeyNames.chord("ctrl-")).isInstanceOf(IllegalArgumentException.class);
    assertThat(KeyNames.all()).contains("sysrq", "f1", "a");
  }
}
