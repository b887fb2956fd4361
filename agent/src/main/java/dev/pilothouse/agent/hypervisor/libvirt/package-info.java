/**
 * libvirt behind the port: the only package that may import libvirt-java and JNA.
 *
 * <p>It stands on libvirt-java's JNA declarations rather than on its classes: those throw away
 * error numbers that they do not know, free domains in finalizers, and lack half of what is needed
 * here. Start reading at {@code LibvirtHypervisor}; {@code Connection} keeps a {@code Link} to
 * libvirt alive, its {@code Side} says whether it is this host's, {@code Errors} is the only place
 * that knows libvirt's numbers.
 */
@NullMarked
package dev.pilothouse.agent.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
