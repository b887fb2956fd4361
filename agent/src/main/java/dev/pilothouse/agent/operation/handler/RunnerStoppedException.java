package dev.pilothouse.agent.operation.handler;

/** The agent stops: the operation stays in the journal as it is, and the next run settles it. */
public final class RunnerStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunnerStoppedException() {
    super("the agent stops");
  }
}
