/**
 * The server side of SFTP, version 3 (draft-ietf-secsh-filexfer-02, what OpenSSH's sftp and scp
 * speak), on the fleet's images. There is no file system behind it: paths are words that are
 * compared with the names of hosts and images. Nothing here may touch {@code java.io.File} or
 * {@code java.nio.file}.
 */
@NullMarked
package dev.pilothouse.server.sftp;

import org.jspecify.annotations.NullMarked;
