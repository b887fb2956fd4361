/**
 * libvirt's domain XML, read: one small class for each element that Pilothouse looks at, none for
 * the rest. Nothing here writes definitions or talks to libvirt.
 *
 * <p>Source: libvirt, "Domain XML format".
 */
@NullMarked
package dev.pilothouse.agent.xml;

import org.jspecify.annotations.NullMarked;
