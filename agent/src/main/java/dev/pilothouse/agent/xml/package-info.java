/**
 * libvirt's XML: one small class for each element that Pilothouse reads, none for the rest, and
 * {@link dev.pilothouse.agent.xml.XmlText} to write it. Nothing here talks to libvirt.
 *
 * <p>Source: libvirt, "Domain XML format", "Storage pool and volume XML format", "Network XML
 * format".
 */
@NullMarked
package dev.pilothouse.agent.xml;

import org.jspecify.annotations.NullMarked;
