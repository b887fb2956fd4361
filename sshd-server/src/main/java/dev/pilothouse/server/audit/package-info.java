/** What the door writes down: logins, refusals, ends of sessions. One line each, nothing raw. */
@NullMarked
package dev.pilothouse.server.audit;

import org.jspecify.annotations.NullMarked;
