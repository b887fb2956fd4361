/**
 * The Java face of the test lab in {@code lab/}: libvirt hosts with real libvirtd and QEMU in
 * namespaces, and real Redis servers. For the tests of every module (agent's test-jar); needs root
 * and what {@code ./verify} installs.
 *
 * <p>Nothing here may use the product's own code: the lab is what judges it.
 */
@NullMarked
package dev.pilothouse.lab;

import org.jspecify.annotations.NullMarked;
