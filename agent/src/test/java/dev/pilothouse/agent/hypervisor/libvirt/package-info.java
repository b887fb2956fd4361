/** libvirt checked: its mock driver here, real guests in the classes whose names end in IT. */
@NullMarked
package dev.pilothouse.agent.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
