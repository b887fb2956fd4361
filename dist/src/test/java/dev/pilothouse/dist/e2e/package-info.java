/**
 * End to end, on the packaged program: its own processes, a real OpenSSH client, tmux, libvirtd and
 * QEMU in the lab. The judge is {@code virsh}, never Pilothouse itself.
 */
@NullMarked
package dev.pilothouse.dist.e2e;

import org.jspecify.annotations.NullMarked;
