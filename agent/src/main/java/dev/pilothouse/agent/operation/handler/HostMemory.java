package dev.pilothouse.agent.operation.handler;

/** What the agent of a host keeps beyond one operation. */
public record HostMemory(Trash trash, Maintenance maintenance, Departures departures) {}
