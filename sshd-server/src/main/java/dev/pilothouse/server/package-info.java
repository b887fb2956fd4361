/**
 * The SSH front door: lets people in and brings them to the {@link dev.pilothouse.tui.Reception}.
 * {@link dev.pilothouse.server.SshFrontDoor} opens it; MINA SSHD and Bouncy Castle are used in this
 * module and nowhere else, and none of their types is part of what other modules see.
 */
@NullMarked
package dev.pilothouse.server;

import org.jspecify.annotations.NullMarked;
