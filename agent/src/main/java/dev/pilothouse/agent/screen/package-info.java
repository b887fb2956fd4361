/**
 * A guest's graphical screen as text. {@link dev.pilothouse.agent.screen.Raster} is a screenshot's
 * pixels, {@link dev.pilothouse.agent.screen.Recogniser} reads what letters stand there by tables
 * of glyphs, {@link dev.pilothouse.agent.screen.VgaText} reads a text mode from the guest's memory,
 * and {@link dev.pilothouse.agent.screen.HalfBlocks} draws what is no text. {@link
 * dev.pilothouse.agent.screen.ScreenReader} joins them for the VMs of a host. Wrong text is worse
 * than none: a cell that is not proven is UNKNOWN.
 *
 * <p>All but the reader are pure functions. Nothing here knows libvirt. The tables are resources;
 * LICENCES.txt beside them says where each comes from.
 */
@NullMarked
package dev.pilothouse.agent.screen;

import org.jspecify.annotations.NullMarked;
