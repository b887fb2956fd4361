/**
 * How a YAML file becomes typed values: the text with its lines and columns, sections that check
 * each key, and all problems at once in a {@link dev.pilothouse.config.source.ConfigException}.
 * Nothing here knows which keys there are.
 */
@NullMarked
package dev.pilothouse.config.source;

import org.jspecify.annotations.NullMarked;
