/**
 * Guests' consoles, for as long as somebody looks: each is opened once and shown to all who watch,
 * and one of them types. Knows no operations and no terminals.
 */
@NullMarked
package dev.pilothouse.agent.console;

import org.jspecify.annotations.NullMarked;
