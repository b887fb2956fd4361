package dev.pilothouse.fleet.model;

import java.time.Instant;

/**
 * A host as this management node knows it.
 *
 * @param name the host name that libvirt reports; unique in the fleet
 * @param lastHeard when this node last heard from the agent, by this node's clock
 */
public record Host(String name, HostFacts facts, Presence presence, Instant lastHeard) {}
