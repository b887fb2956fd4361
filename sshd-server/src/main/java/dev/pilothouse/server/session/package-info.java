/**
 * Connections as a whole: who is admitted, how long they may stay, and when they are shed. What
 * goes on inside one of their channels is not known here.
 */
@NullMarked
package dev.pilothouse.server.session;

import org.jspecify.annotations.NullMarked;
