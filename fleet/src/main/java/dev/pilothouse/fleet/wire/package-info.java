/**
 * How values become bytes: the JSON codec and the documents for people's programs (the only places
 * of {@code fleet} that know Jackson), the names of everything kept on a bus, and the signatures on
 * orders. Golden files guard the format: nodes of different versions talk to each other while a
 * fleet is upgraded, so a component added to a record that travels must be {@code @Nullable}, and
 * none may change its meaning.
 */
@NullMarked
package dev.pilothouse.fleet.wire;

import org.jspecify.annotations.NullMarked;
