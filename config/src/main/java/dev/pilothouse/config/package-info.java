/**
 * What can be configured: one record for each kind of file, with every key, its form and its
 * default in one place, and {@link dev.pilothouse.config.Yaml} to write such files. How a file is
 * read lies in {@code config.source}, what a single value can be in {@code config.value}. Nothing
 * here knows any other part of Pilothouse.
 */
@NullMarked
package dev.pilothouse.config;

import org.jspecify.annotations.NullMarked;
