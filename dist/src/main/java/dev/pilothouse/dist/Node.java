package dev.pilothouse.dist;

import dev.pilothouse.config.StreamsConfig;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.shell.call.Surroundings;

/** A management node's inside: its control room and its reception. The bus stays its opener's. */
record Node(ControlRoom room, ControlRoomReception reception) implements AutoCloseable {
  /**
   * @param streams where agents reach it
   */
  static Node open(
      Bus bus, SigningKey key, String name, StreamsConfig streams, Surroundings around) {
    ControlRoom room = ControlRoom.open(bus, key, name, Streams.of(streams), around.clock());
    return new Node(room, new ControlRoomReception(room, around, name));
  }

  @Override
  public void close() {
    try {
      reception.close();
    } finally {
      room.close();
    }
  }
}
