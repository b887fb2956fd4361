/**
 * What people can ask a host to do, and how such a request lives: operations, their states and
 * records, permissions, errors. Values only; how they travel is in {@code fleet.bus} and {@code
 * fleet.wire}.
 */
@NullMarked
package dev.pilothouse.fleet.operation;

import org.jspecify.annotations.NullMarked;
