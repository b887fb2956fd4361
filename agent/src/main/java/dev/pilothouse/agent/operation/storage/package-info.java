/** Carries out operations on storage pools and on volumes that no VM uses. */
@NullMarked
package dev.pilothouse.agent.operation.storage;

import org.jspecify.annotations.NullMarked;
