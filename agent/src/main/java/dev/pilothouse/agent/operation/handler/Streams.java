package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamDial;
import dev.pilothouse.fleet.stream.StreamKey;
import dev.pilothouse.fleet.stream.StreamLink;

/**
 * Where streams come from, and who goes on with those of consoles.
 *
 * @param dial takes the streams that people offer
 */
public record Streams(StreamDial dial, Viewers viewers) {
  /** With a key that nobody knows, and without consoles. */
  public static Streams none() {
    return new Streams(new StreamDial(StreamKey.generate()), new NoViewers());
  }

  private static final class NoViewers implements Viewers {
    @Override
    public void look(OpenConsole order) {
      throw new OperationException(ErrorCode.UNSUPPORTED, "This agent shows no consoles.");
    }

    @Override
    public void serve(OpenConsole order, Principal who, StreamLink link) {
      link.abort("this agent shows no consoles");
    }
  }
}
