/**
 * The command shell: {@link dev.pilothouse.tui.shell.CommandShell} runs one command or a line shell
 * for whoever a front door let in. This package and those beneath it are the only door to picocli
 * and JLine. What the words are is in {@code call} and {@code verb}, what happens to an order in
 * {@code order}, how results look in {@code output}.
 */
@NullMarked
package dev.pilothouse.tui.shell;

import org.jspecify.annotations.NullMarked;
