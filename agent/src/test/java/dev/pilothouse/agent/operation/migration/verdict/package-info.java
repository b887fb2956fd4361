@NullMarked
package dev.pilothouse.agent.operation.migration.verdict;

import org.jspecify.annotations.NullMarked;
