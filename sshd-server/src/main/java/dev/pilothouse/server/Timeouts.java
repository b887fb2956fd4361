package dev.pilothouse.server;

import java.time.Duration;

/**
 * How long anything may take.
 *
 * @param login from connect to logged in
 * @param idle without input, for text UIs and line shells, and without a channel
 * @param commandIdle without input or output, for commands
 * @param idleWarning how long before the end the person is warned
 * @param absolute since login, whatever happens
 * @param stalled without the peer taking any of the bytes that wait for it
 * @param keepalive between questions to a silent peer; it is given up after three unanswered
 * @param farewell for a text UI to restore the terminal when it is asked to end
 */
public record Timeouts(
    Duration login,
    Duration idle,
    Duration commandIdle,
    Duration idleWarning,
    Duration absolute,
    Duration stalled,
    Duration keepalive,
    Duration farewell) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(60),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2));

  public Timeouts withLogin(Duration value) {
    return new Timeouts(
        value, idle, commandIdle, idleWarning, absolute, stalled, keepalive, farewell);
  }

  public Timeouts withIdle(Duration value, Duration warning) {
    return new Timeouts(login, value, value, warning, absolute, stalled, keepalive, farewell);
  }

  public Timeouts withAbsolute(Duration value) {
    return new Timeouts(login, idle, commandIdle, idleWarning, value, stalled, keepalive, farewell);
  }

  public Timeouts withStalled(Duration value) {
    return new Timeouts(
        login, idle, commandIdle, idleWarning, absolute, value, keepalive, farewell);
  }
}
