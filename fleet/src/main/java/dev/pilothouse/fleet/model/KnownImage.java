package dev.pilothouse.fleet.model;

/**
 * An image that people can ask for by a short name.
 *
 * @param name such as {@code debian-12}
 * @param os such as {@code Debian 12}
 * @param arch such as {@code x86_64}
 * @param url where it is
 * @param checksum where its checksum is, or the checksum itself; empty when nobody publishes one
 */
public record KnownImage(String name, String os, String arch, String url, String checksum) {}
