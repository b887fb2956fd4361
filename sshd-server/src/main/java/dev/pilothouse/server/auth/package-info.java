/**
 * Who may come in: accounts, keys, passwords, and the key by which this server is known. No
 * connections and no terminals here.
 */
@NullMarked
package dev.pilothouse.server.auth;

import org.jspecify.annotations.NullMarked;
