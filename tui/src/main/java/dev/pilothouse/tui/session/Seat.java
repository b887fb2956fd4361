package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.wire.KnownImages;
import dev.pilothouse.tui.shell.edit.Editor;
import java.util.Optional;

/**
 * What a person has beside the screens.
 *
 * @param editor their own, for whoever sits at this machine: it gets the terminal while it runs
 * @param publicKey what guests may know them by, as a line of authorized_keys; may be empty
 * @param known images that can be asked for by name, a site's own among them
 */
public record Seat(
    Commands commands, Optional<Editor> editor, String publicKey, KnownImages known) {}
