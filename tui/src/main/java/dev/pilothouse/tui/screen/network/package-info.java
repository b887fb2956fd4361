/** Screens about virtual networks and the network interfaces of VMs. */
@NullMarked
package dev.pilothouse.tui.screen.network;

import org.jspecify.annotations.NullMarked;
