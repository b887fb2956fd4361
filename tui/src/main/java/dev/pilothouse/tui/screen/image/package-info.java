/** The images of all hosts, and the forms that add and make them. Nothing of VMs' own screens. */
@NullMarked
package dev.pilothouse.tui.screen.image;

import org.jspecify.annotations.NullMarked;
