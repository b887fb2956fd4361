/**
 * Keeps what the fleet knows of this host true: hypervisor events become fleet events within
 * milliseconds, a full list every half minute repairs what events missed, CPU figures follow at a
 * pace that the host can bear. Start reading at {@code HostWatch}. Nothing here changes a VM.
 */
@NullMarked
package dev.pilothouse.agent.watch;

import org.jspecify.annotations.NullMarked;
