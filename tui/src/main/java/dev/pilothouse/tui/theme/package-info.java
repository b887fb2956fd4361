/** Roles and the styles and glyphs they get: the only colours of the program. */
@NullMarked
package dev.pilothouse.tui.theme;

import org.jspecify.annotations.NullMarked;
