package dev.pilothouse.agent.screen;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what guests show now. Of each VM it keeps the last picture, so that the next one costs what
 * changed; {@link #forget} gives that memory back. Thread-safe; one VM is read once at a time.
 */
public final class ScreenReader {

  /** How often picture and memory are read again when the guest prints between the two. */
  private static final int TRIES = 3;

  private final Consoles consoles;
  private final Map<UUID, Eye> eyes = new ConcurrentHashMap<>();

  public ScreenReader(Consoles consoles) {
    this.consoles = consoles;
  }

  /**
   * @param columns of the cells that a picture is drawn with, at most; a text has its own
   * @return the same object as before when the guest shows the same
   * @throws OperationException as of {@link Consoles#screenshot}; REFUSED if the picture is broken
   */
  public GuestScreen read(UUID vm, int columns, int rows) {
    return eyes.computeIfAbsent(vm, Eye::new).look(columns, rows);
  }

  /** What it shows now, as PNG, whatever libvirt gives. */
  public byte[] photograph(UUID vm) {
    try {
      return Png.encode(decoded(consoles.screenshot(vm)));
    } catch (IOException e) {
      throw new OperationException(
          ErrorCode.INTERNAL, "The picture cannot be written: " + e.getMessage());
    }
  }

  /** Nobody watches this VM any more. */
  public void forget(UUID vm) {
    eyes.remove(vm);
  }

  /** What is known of one VM's screen. */
  private final class Eye {

    private final UUID vm;
    private byte[] screenshot = {};
    private @Nullable GuestScreen screen;
    private @Nullable Recognised recognised;
    private @Nullable Cells textMode;
    private int offset;
    private int columns;
    private int rows;

    Eye(UUID vm) {
      this.vm = vm;
    }

    synchronized GuestScreen look(int columns, int rows) {
      byte[] now = consoles.screenshot(vm);
      GuestScreen before = screen;
      if (before != null
          && Arrays.equals(now, screenshot)
          && (before.kind() != GuestScreen.Kind.PICTURE
              || (this.columns == columns && this.rows == rows))) {
        return before;
      }
      this.columns = columns;
      this.rows = rows;
      GuestScreen after = held(before, read(now, TRIES));
      screen = after;
      return after;
    }

    private GuestScreen read(byte[] now, int tries) {
      Raster raster = decoded(now);
      screenshot = now;
      recognised = Recogniser.read(raster, recognised).orElse(null);
      List<Grid> modes = TextModes.of(raster, recognised);
      if (!modes.isEmpty()) {
        Optional<byte[]> window = window();
        if (window.isPresent()) {
          for (Grid mode : modes) {
            Optional<VgaText.Found> found = text(window.get(), raster, mode);
            if (found.isPresent()) {
              offset = found.get().offset();
              return found.get().screen();
            }
          }
          if (tries > 1 && recognised != null && recognised.grid().cellWidth() == 9) {
            return read(consoles.screenshot(vm), tries - 1);
          }
        }
      }
      Recognised text = recognised;
      return text == null ? HalfBlocks.draw(raster, columns, rows) : text.screen();
    }

    private Optional<VgaText.Found> text(byte[] window, Raster raster, Grid mode) {
      Recognised known = recognised;
      if (known != null && known.grid().equals(mode)) {
        return VgaText.read(window, known.cells(), known, offset);
      }
      Cells cells = Cells.of(raster, mode, textMode);
      Optional<VgaText.Found> found = VgaText.read(window, cells, null, offset);
      textMode = found.isPresent() ? cells : null;
      return found;
    }

    /** The window of VGA's text, if libvirt can read it. */
    private Optional<byte[]> window() {
      try {
        return Optional.of(consoles.peek(vm, VgaText.ADDRESS, VgaText.WINDOW));
      } catch (OperationException e) {
        return Optional.empty(); // then the picture is what there is
      }
    }
  }

  private static Raster decoded(byte[] screenshot) {
    try {
      return Raster.decode(screenshot);
    } catch (IOException e) {
      throw new OperationException(
          ErrorCode.REFUSED, "The picture of its screen cannot be read: " + e.getMessage());
    }
  }

  /**
   * A cursor that blinks is seen in every other picture. While all else is the same it is where it
   * was, so that a still screen is still.
   */
  private static GuestScreen held(@Nullable GuestScreen before, GuestScreen after) {
    if (before == null || before.cursorRow() < 0 || after.cursorRow() >= 0) {
      return after;
    }
    if (after.kind() == GuestScreen.Kind.PICTURE && before.lines().isEmpty() && oneColour(after)) {
      return before; // without its cursor a blank text is a picture of nothing
    }
    ConsoleNews.Shown news = after.since(before);
    return news != null && !news.whole() && news.runs().isEmpty() ? before : after;
  }

  private static boolean oneColour(GuestScreen picture) {
    int colour = picture.background(0, 0);
    for (int row = 0; row < picture.rows(); row++) {
      for (int column = 0; column < picture.columns(); column++) {
        if (picture.foreground(row, column) != colour
            || picture.background(row, column) != colour) {
          return false;
        }
      }
    }
    return true;
  }
}
