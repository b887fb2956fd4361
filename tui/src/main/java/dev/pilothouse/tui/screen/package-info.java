/**
 * What every screen is: a value that takes a message and answers with the next value and effects,
 * and that paints itself from the world as it is. Screens do no I/O; {@code tui.session} carries
 * out their effects. The screens themselves live in the rooms beside this one: {@code fleet},
 * {@code operation}, {@code migration}, {@code dialog}, {@code text}.
 */
@NullMarked
package dev.pilothouse.tui.screen;

import org.jspecify.annotations.NullMarked;
