/**
 * Changing a definition: XML that is safe to show, what changed in it, and the editors in which a
 * person changes it. The only door to java-diff-utils.
 */
@NullMarked
package dev.pilothouse.tui.shell.edit;

import org.jspecify.annotations.NullMarked;
