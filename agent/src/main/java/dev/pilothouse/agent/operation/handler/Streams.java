package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import dev.pilothouse.fleet.stream.StreamDial;
import dev.pilothouse.fleet.stream.StreamKey;
import dev.pilothouse.fleet.stream.StreamLink;
import java.util.function.Supplier;

/**
 * Where streams come from, and who goes on with those that outlive their order.
 *
 * @param dial takes the streams that people offer
 */
public record Streams(StreamDial dial, Viewers viewers, Passages passages) {
  /** With a key that nobody knows, and without consoles. */
  public static Streams none() {
    return new Streams(new StreamDial(StreamKey.generate()), new NoViewers(), new NoPassages());
  }

  private static final class NoPassages implements Passages {
    @Override
    public void display(Vm vm, Display display, Supplier<StreamLink> stream) {
      throw none();
    }

    @Override
    public void port(Vm vm, int port, Supplier<StreamLink> stream) {
      throw none();
    }

    private static OperationException none() {
      return new OperationException(ErrorCode.UNSUPPORTED, "This agent connects to no VMs.");
    }
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
