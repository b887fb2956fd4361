package dev.pilothouse.agent.operation.handler;

/** What became of an operation whose outcome was unknown. */
public sealed interface Finding {
  /** This is how it ended, or that it cannot be told. */
  record Settled(Outcome outcome) implements Finding {}

  /** Nothing was done, provably: it may be done now if the order is still fresh. */
  record NotDone() implements Finding {}
}
