package dev.pilothouse.tui.screen;

import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import java.util.List;

/** One layer of the picture, as an immutable record. */
public interface Screen {
  /** Its name in the status line and in the help. */
  String title();

  /**
   * The state after {@code msg}, and what is to be done. Keys usually go through {@link #bindings}.
   */
  Step update(Msg msg, World world);

  /** Paints into {@code area}; called after every change that may show. */
  void view(Frame frame, Rect area, World world);

  /** Every key it knows now: dispatch, key bar and help all come from this table. */
  List<Binding> bindings(World world);

  /** Whether what lies beneath stays visible around it. */
  default boolean overlay() {
    return false;
  }

  /** Whether letters are text here, so that keys that mean the same everywhere must wait. */
  default boolean takesText() {
    return overlay();
  }

  /** Whether it needs the whole terminal: no status line above, no keys beneath. */
  default boolean wholeTerminal() {
    return false;
  }

  /** Whether not even Ctrl keys mean the same here as elsewhere. */
  default boolean takesAllKeys() {
    return false;
  }

  /** Does what {@code key} is bound to, or says why not. */
  default Step dispatch(String key, World world) {
    for (Binding binding : bindings(world)) {
      if (binding.keys().contains(key)) {
        return binding.enabled()
            ? binding.act().get()
            : Step.of(this, new Effect.Say(binding.disabled(), Effect.Tone.WARNING));
      }
    }
    return Step.of(this);
  }
}
