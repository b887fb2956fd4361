/** The screens of pools and volumes and of the disks of one VM, with their forms. */
@NullMarked
package dev.pilothouse.tui.screen.storage;

import org.jspecify.annotations.NullMarked;
