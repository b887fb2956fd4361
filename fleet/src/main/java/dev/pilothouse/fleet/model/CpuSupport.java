package dev.pilothouse.fleet.model;

import java.util.List;

/**
 * Which CPUs guests can have on a host, by its domain capabilities.
 *
 * @param hostModel what {@code host-model} means there, such as {@code EPYC-Rome}; empty where
 *     there is none
 * @param usable the named models that run there
 */
public record CpuSupport(String hostModel, List<String> usable) {
  public CpuSupport {
    usable = List.copyOf(usable);
  }
}
