/**
 * What an agent and a management node say to each other about one guest's console, over a stream of
 * {@link dev.pilothouse.fleet.stream}: {@link dev.pilothouse.fleet.console.ConsoleNews} one way,
 * {@link dev.pilothouse.fleet.console.ConsoleWish} the other. A guest's screen as cells is {@link
 * dev.pilothouse.fleet.console.GuestScreen}. Nothing here knows libvirt or terminals.
 */
@NullMarked
package dev.pilothouse.fleet.console;

import org.jspecify.annotations.NullMarked;
