/** Forms and lists about one VM: its settings and its snapshots. */
@NullMarked
package dev.pilothouse.tui.screen.vm;

import org.jspecify.annotations.NullMarked;
