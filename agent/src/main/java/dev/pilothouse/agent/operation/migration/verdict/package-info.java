/**
 * Which host has a VM whose migration broke off: one table over what both hosts say, without any
 * effect. Who acts on it is {@code Ending}, one package up.
 */
@NullMarked
package dev.pilothouse.agent.operation.migration.verdict;

import org.jspecify.annotations.NullMarked;
