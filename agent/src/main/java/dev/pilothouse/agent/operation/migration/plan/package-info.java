/**
 * What a migration would meet: how each disk would travel, what stands in the way, and how long it
 * would take. It changes nothing but for the tiny volumes by which it finds out what both hosts
 * share.
 */
@NullMarked
package dev.pilothouse.agent.operation.migration.plan;

import org.jspecify.annotations.NullMarked;
