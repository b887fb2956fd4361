/** Single values as people write them: times, sizes, addresses, secrets. No files, no YAML. */
@NullMarked
package dev.pilothouse.config.value;

import org.jspecify.annotations.NullMarked;
