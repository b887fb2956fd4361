/**
 * Keyboards: which keys of a guest's keyboard make which character, for each layout that the guest
 * may have. Keys are named by Linux' codes (input-event-codes.h), which libvirt takes as
 * VIR_KEYCODE_SET_LINUX.
 */
@NullMarked
package dev.pilothouse.fleet.console.keys;

import org.jspecify.annotations.NullMarked;
