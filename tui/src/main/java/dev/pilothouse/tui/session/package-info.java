/**
 * Running sessions: each a mailbox that one thread at a time drains, a stack of screens, and a
 * pacer that sends what changed. Here the effects of screens are carried out. The hub holds what
 * all sessions of this process share.
 */
@NullMarked
package dev.pilothouse.tui.session;

import org.jspecify.annotations.NullMarked;
