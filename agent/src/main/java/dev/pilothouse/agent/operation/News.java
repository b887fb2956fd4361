package dev.pilothouse.agent.operation;

import java.util.UUID;

/** Tells the fleet what an operation may have changed, before the operation's end is told. */
public interface News {
  /** How a VM is now. */
  void vm(UUID vm);

  /** What the host has now beside its VMs. */
  void stock();

  /** Nobody is told. */
  static News none() {
    return new News() {
      @Override
      public void vm(UUID vm) {}

      @Override
      public void stock() {}
    };
  }
}
