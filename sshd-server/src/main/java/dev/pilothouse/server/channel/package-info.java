/**
 * What runs inside an SSH session channel (RFC 4254, section 6): the text UI, one command, or the
 * line shell, with its bytes, its terminal and its exit status.
 */
@NullMarked
package dev.pilothouse.server.channel;

import org.jspecify.annotations.NullMarked;
