/**
 * Connections to VMs by their names, through the client's own forwarding: {@code direct-tcpip}
 * channels (RFC 4254, section 7.2), as {@code ssh -L}, {@code -W} and {@code -J} open them. Nothing
 * here connects to anything: a name goes to the {@link dev.pilothouse.tui.Reception}, and what it
 * does not know as a VM is refused.
 */
@NullMarked
package dev.pilothouse.server.forward;

import org.jspecify.annotations.NullMarked;
