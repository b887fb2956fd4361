/**
 * Handlers that change what a VM is made of: live, in its definition, or both, value by value. No
 * XML is written here, and nothing of libvirt: that is the hypervisor port's.
 */
@NullMarked
package dev.pilothouse.agent.operation.settings;

import org.jspecify.annotations.NullMarked;
