package dev.pilothouse.agent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.fleet.console.ConsoleNews.State;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest's screen and those who look at it, over real streams. */
@Timeout(60)
class GuestScreensTest {
  private static final UUID VM = new UUID(1, 2);

  private final Guest guest = new Guest();
  private final GuestScreens screens = new GuestScreens(VM, "web01", guest);

  /** Shows pictures of real guests. */
  private static final class Guest implements Consoles {
    private final List<List<Integer>> pressed = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile String shows = "grub-text";
    private volatile @Nullable ErrorCode fails;

    @Override
    public byte[] screenshot(UUID vm) {
      looks.incrementAndGet();
      ErrorCode code = fails;
      if (code != null) {
        throw new OperationException(code, "no picture");
      }
      return bytes(shows + ".png");
    }

    @Override
    public byte[] peek(UUID vm, long address, int bytes) {
      throw new OperationException(ErrorCode.UNSUPPORTED, "no peeking");
    }

    @Override
    public SerialConsole open(UUID vm, boolean force, Ear ear) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void press(UUID vm, List<Integer> codes, Duration hold) {
      pressed.add(codes);
    }
  }

  private static byte[] bytes(String file) {
    try (InputStream in = GuestScreensTest.class.getResourceAsStream("/screens/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> text(String name) {
    return new String(bytes(name + ".txt"), StandardCharsets.UTF_8).lines().toList();
  }

  @AfterEach
  void close() {
    screens.close("the test ends");
  }

  private Onlooker look(String name, Role role, boolean typing) {
    return Onlooker.ofScreen(screens::join, VM, name, role, typing);
  }

  private static void shows(Onlooker who, String name) {
    await()
        .untilAsserted(
            () ->
                assertThat(who.screen())
                    .isNotNull()
                    .extracting(GuestScreen::lines)
                    .isEqualTo(text(name)));
  }

  @Test
  void allSeeItAndWhatChanges() {
    try (Onlooker ada = look("ada", Role.ADMIN, true);
        Onlooker vic = look("vic", Role.VIEWER, false)) {
      shows(ada, "grub-text");
      shows(vic, "grub-text");
      guest.shows = "uefi-shell";
      shows(ada, "uefi-shell");
      shows(vic, "uefi-shell");
    }
  }

  @Test
  void nobodyLooksNothingIsRead() {
    try (Onlooker ada = look("ada", Role.ADMIN, true)) {
      shows(ada, "grub-text");
    }
    await()
        .until(
            () -> {
              int before = guest.looks.get();
              try (Onlooker again = look("ada", Role.ADMIN, true)) {
                shows(again, "grub-text");
              }
              return guest.looks.get() > before;
            });
  }

  @Test
  void whoHasTheKeyboardPressesKeys() {
    try (Onlooker ada = look("ada", Role.ADMIN, true);
        Onlooker bob = look("bob", Role.OPERATOR, true)) {
      await().until(() -> ada.sees("ada") && bob.sees("ada"));
      ada.wish(new ConsoleWish.Strike(List.of(Chord.of(29, 56, 111), Chord.of(28))));
      await().until(() -> ada.strikes() == 1);
      assertThat(guest.pressed).containsExactly(List.of(29, 56, 111), List.of(28));
      bob.wish(new ConsoleWish.Strike(List.of(Chord.of(30))));
      await().until(() -> bob.strikes() == 1);
      assertThat(guest.pressed).hasSize(2);
      assertThat(bob.remarks()).anyMatch(remark -> remark.contains("has the keyboard"));
    }
  }

  @Test
  void aVmThatStopsSaysSoAndComesBack() {
    try (Onlooker ada = look("ada", Role.ADMIN, true)) {
      shows(ada, "grub-text");
      guest.fails = ErrorCode.WRONG_STATE;
      screens.poke();
      ada.awaitState(State.VM_OFF);
      guest.fails = null;
      screens.poke();
      ada.awaitState(State.OPEN);
      guest.fails = ErrorCode.NOT_FOUND;
      await().until(() -> ada.ended() != null);
      assertThat(ada.ended()).contains("not on this host any more");
    }
  }

  @Test
  void thePictureItselfIsPng() {
    try (Onlooker ada = look("ada", Role.VIEWER, false)) {
      ada.wish(new ConsoleWish.TakePhotograph());
      await().until(() -> ada.picture() != null);
      assertThat(ada.picture()).startsWith(0x89, 'P', 'N', 'G');
    }
  }
}
