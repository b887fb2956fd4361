package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.HostPolicy;
import dev.pilothouse.fleet.operation.Permission;
import java.time.Duration;

/**
 * What a host's owner decides about operations on it.
 *
 * @param ceiling the most that anybody may do on this host, whoever signs: this permission and all
 *     before it
 * @param slots how many operations run at the same time
 * @param newOrdersWait how long an order that has not begun waits for a lost libvirt
 * @param settleWait how long an operation of unknown outcome waits for a lost libvirt before it is
 *     INTERRUPTED
 * @param policy about VMs on the host
 */
public record RunnerSettings(
    Permission ceiling, int slots, Duration newOrdersWait, Duration settleWait, HostPolicy policy) {
  /** With the standard policy. */
  public RunnerSettings(
      Permission ceiling, int slots, Duration newOrdersWait, Duration settleWait) {
    this(ceiling, slots, newOrdersWait, settleWait, HostPolicy.standard());
  }

  public RunnerSettings {
    if (slots < 1) {
      throw new IllegalArgumentException("at least one operation must be able to run");
    }
  }

  boolean allows(Permission needed) {
    return needed.compareTo(ceiling) <= 0;
  }

  /**
   * The standard ones of a host whose hypervisor others reach at an address of its own.
   *
   * @param uri where VMs migrate to when they come here
   */
  public static RunnerSettings reachedAt(String uri) {
    RunnerSettings standard = standard();
    HostPolicy policy = standard.policy;
    return new RunnerSettings(
        standard.ceiling,
        standard.slots,
        standard.newOrdersWait,
        standard.settleWait,
        new HostPolicy(
            policy.domainType(),
            policy.trashGrace(),
            policy.images(),
            policy.migration().reachedAt(uri)));
  }

  public static RunnerSettings standard() {
    return new RunnerSettings(Permission.DELETE, 8, Duration.ofSeconds(10), Duration.ofMinutes(2));
  }
}
