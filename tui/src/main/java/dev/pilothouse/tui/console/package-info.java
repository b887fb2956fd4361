/**
 * A guest's console as somebody here has it open: kept open through migrations, restarts of agents
 * and broken links, turned into something to paint and to read. No screens and no verbs.
 */
@NullMarked
package dev.pilothouse.tui.console;

import org.jspecify.annotations.NullMarked;
