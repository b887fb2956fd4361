@NullMarked
package dev.pilothouse.tui.reach;

import org.jspecify.annotations.NullMarked;
