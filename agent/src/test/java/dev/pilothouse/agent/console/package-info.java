@NullMarked
package dev.pilothouse.agent.console;

import org.jspecify.annotations.NullMarked;
