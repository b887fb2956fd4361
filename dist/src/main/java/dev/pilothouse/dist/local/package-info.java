/**
 * What {@code pilothouse up} starts and keeps on this machine: the state directory, Redis,
 * libvirt's daemons, and the one running instance itself (found, told to stop, waited for).
 *
 * <p>Processes, sockets and files only; nothing here knows of hosts, VMs or operations. Every
 * failure that an operator can mend is a {@link dev.pilothouse.dist.local.CannotStartException}
 * whose message is a paragraph to print as it is.
 */
@NullMarked
package dev.pilothouse.dist.local;

import org.jspecify.annotations.NullMarked;
