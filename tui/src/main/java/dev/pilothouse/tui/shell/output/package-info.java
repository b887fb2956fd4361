/**
 * What the command shell says and how: the records that scripts read, the tables people read, and
 * the two streams they go to. Nothing here knows a verb.
 */
@NullMarked
package dev.pilothouse.tui.shell.output;

import org.jspecify.annotations.NullMarked;
