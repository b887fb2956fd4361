package dev.pilothouse.agent.operation.migration.verdict;

/**
 * All that there is to know of a VM whose migration broke off.
 *
 * @param underWay whether libvirt here still works at it
 * @param here the host that it leaves
 * @param there the host that it goes to
 * @param wasOff whether only its definition had to move
 * @param persistent whether it has a definition that outlives it
 */
public record Seen(boolean underWay, Side here, Side there, boolean wasOff, boolean persistent) {}
