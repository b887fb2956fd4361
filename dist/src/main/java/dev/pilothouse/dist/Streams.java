package dev.pilothouse.dist;

import dev.pilothouse.config.StreamsConfig;
import dev.pilothouse.fleet.operation.StreamOffer.Address;
import dev.pilothouse.fleet.stream.StreamSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration of streams, in the words of the fleet. */
final class Streams {
  private static final Pattern WITH_PORT = Pattern.compile("\\[(.+)\\]:(\\d+)|([^:]+):(\\d+)");
  private static final Pattern BRACKETS = Pattern.compile("[\\[\\]]");

  private Streams() {}

  static StreamSettings of(StreamsConfig config) {
    return new StreamSettings(
        config.address(),
        config.port(),
        config.advertise().stream().map(Streams::address).toList());
  }

  private static Address address(String text) {
    Matcher with = WITH_PORT.matcher(text);
    if (!with.matches()) {
      return new Address(BRACKETS.matcher(text).replaceAll(""), 0);
    }
    return with.group(1) == null
        ? new Address(with.group(3), Integer.parseInt(with.group(4)))
        : new Address(with.group(1), Integer.parseInt(with.group(2)));
  }
}
