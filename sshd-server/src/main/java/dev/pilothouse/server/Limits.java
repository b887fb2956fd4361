package dev.pilothouse.server;

/**
 * How much anybody may ask for.
 *
 * @param startups connections that have not logged in, in total
 * @param startupsDropFrom from this many on, new ones are dropped by chance, the more the fuller
 * @param startupsPerSource the same for one source (an IPv4 address or an IPv6 /64)
 * @param authTries failed tries on one connection
 * @param connectionsPerUser logged in at the same time
 * @param channelsPerConnection open at the same time
 * @param forwardsPerConnection connections to VMs through one SSH connection at the same time; 0
 *     for none ever
 * @param commands running at the same time, of all users
 * @param commandLength in characters
 * @param environmentVariables taken from a client, per channel
 * @param environmentValueLength in characters
 * @param columns more of them in a terminal are cut to this
 * @param rows more of them in a terminal are cut to this
 * @param unsentBytes waiting in memory for one connection's peer to read
 */
public record Limits(
    int startups,
    int startupsDropFrom,
    int startupsPerSource,
    int authTries,
    int connectionsPerUser,
    int channelsPerConnection,
    int forwardsPerConnection,
    int commands,
    int commandLength,
    int environmentVariables,
    int environmentValueLength,
    int columns,
    int rows,
    long unsentBytes) {
  public static final Limits DEFAULT =
      new Limits(100, 40, 20, 6, 20, 10, 32, 64, 8192, 16, 256, 1000, 500, 4L << 20);

  public Limits withStartups(int total, int dropFrom, int perSource) {
    return new Limits(
        total,
        dropFrom,
        perSource,
        authTries,
        connectionsPerUser,
        channelsPerConnection,
        forwardsPerConnection,
        commands,
        commandLength,
        environmentVariables,
        environmentValueLength,
        columns,
        rows,
        unsentBytes);
  }

  public Limits withAuthTries(int most) {
    return new Limits(
        startups,
        startupsDropFrom,
        startupsPerSource,
        most,
        connectionsPerUser,
        channelsPerConnection,
        forwardsPerConnection,
        commands,
        commandLength,
        environmentVariables,
        environmentValueLength,
        columns,
        rows,
        unsentBytes);
  }

  public Limits withConnectionsPerUser(int most) {
    return new Limits(
        startups,
        startupsDropFrom,
        startupsPerSource,
        authTries,
        most,
        channelsPerConnection,
        forwardsPerConnection,
        commands,
        commandLength,
        environmentVariables,
        environmentValueLength,
        columns,
        rows,
        unsentBytes);
  }

  public Limits withForwards(int mostPerConnection) {
    return new Limits(
        startups,
        startupsDropFrom,
        startupsPerSource,
        authTries,
        connectionsPerUser,
        channelsPerConnection,
        mostPerConnection,
        commands,
        commandLength,
        environmentVariables,
        environmentValueLength,
        columns,
        rows,
        unsentBytes);
  }
}
