package dev.pilothouse.config;

import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the agents bring what is not sent over Redis, such as images that people upload. Nothing
 * listens before the first of these.
 *
 * @param address to listen on
 * @param port 0 lets the system choose
 * @param advertise where agents find it, as {@code host} or {@code host:port}; empty for the
 *     addresses of this machine
 */
public record StreamsConfig(String address, int port, List<String> advertise) {
  private static final Form<String> ADVERTISED =
      Form.matching(
          "an address or a host name, with or without a port, such as mgmt.example, 192.0.2.1:2223"
              + " or [2001:db8::1]:2223",
          Pattern.compile(
              "([0-9A-Fa-f:.]{1,45}|\\[[0-9A-Fa-f:.]{1,45}\\](:[0-9]{1,5})?"
                  + "|[A-Za-z0-9][A-Za-z0-9._-]{0,252}(:[0-9]{1,5})?)"));

  public StreamsConfig {
    advertise = List.copyOf(advertise);
  }

  /** For agents on this machine only. */
  public static StreamsConfig onLoopback() {
    return new StreamsConfig("127.0.0.1", 0, List.of());
  }

  static StreamsConfig read(Section in, int port) {
    return new StreamsConfig(
        in.value("address", Forms.ADDRESS, "0.0.0.0"),
        in.value("port", Form.number(0, 65_535), port),
        in.values("advertise", ADVERTISED));
  }
}
