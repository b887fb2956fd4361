package dev.pilothouse.tui.session;

import dev.pilothouse.tui.shell.edit.Editor;
import java.util.Optional;

/**
 * What a person has beside the screens.
 *
 * @param editor their own, for whoever sits at this machine: it gets the terminal while it runs
 */
public record Seat(Commands commands, Optional<Editor> editor) {}
