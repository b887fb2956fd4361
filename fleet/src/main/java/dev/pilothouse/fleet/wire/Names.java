package dev.pilothouse.fleet.wire;

/**
 * The name of every topic, queue, record, map, log and counter on the bus. All begin with {@code
 * ph:}, so that an access list can grant that and nothing else.
 */
public final class Names {
  /**
   * Map: the name of every host that ever had an agent and was not forgotten since; with the pin of
   * that agent's key for streams.
   */
  public static final String HOSTS = "ph:hosts";

  /** Topic: {@code HostNews} of all hosts. */
  public static final String FLEET_TOPIC = "ph:fleet:news";

  /** Counter: numbers of operations. */
  public static final String OPERATION_COUNTER = "ph:operation:counter";

  /** Log: numbers of the newest operations, without those that only read. */
  public static final String OPERATION_LOG = "ph:operation:log";

  /** Topic: every version of every operation's record. */
  public static final String OPERATION_TOPIC = "ph:operation:news";

  /** Log and topic: notices. */
  public static final String NOTICE_LOG = "ph:notice:log";

  public static final String NOTICE_TOPIC = "ph:notice:news";

  /** Map: the ids of sessions; whether one still lives says its record. */
  public static final String SESSIONS = "ph:sessions";

  private Names() {}

  /** Record: one operation. */
  public static String operation(long number) {
    return "ph:operation:" + number;
  }

  /** Map: a host's full picture, one field {@code head} and one for each VM. */
  public static String picture(String host) {
    return "ph:host:" + host + ":picture";
  }

  /** Queue: signed orders for a host. */
  public static String orders(String host) {
    return "ph:host:" + host + ":orders";
  }

  /** Topic: numbers of operations on a host that a person wants cancelled. */
  public static String cancels(String host) {
    return "ph:host:" + host + ":cancels";
  }

  /** Which node told that a host's agent fell silent, or is heard again. */
  public static String presenceTold(String host, boolean silent) {
    return "ph:presence:" + (silent ? "silent:" : "heard:") + host;
  }

  /** Record: one session; kept alive by its node. */
  public static String session(String id) {
    return "ph:session:" + id;
  }
}
