package dev.pilothouse.agent.operation.settings;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.SettingsOperation;
import java.util.List;

/** Who carries out what of {@link SettingsOperation}. */
public final class SettingsHandlers {
  private SettingsHandlers() {}

  public static Handler of(SettingsOperation operation) {
    return switch (operation) {
      case SettingsOperation.SetVm o ->
          new SettingsHandler(o.vm(), Settings.of(o.wanted()), now -> Checks.values(o, now));
      case SettingsOperation.SetDisk o ->
          new SettingsHandler(o.vm(), DiskSettings.of(o), now -> DiskSettings.check(o, now));
      case SettingsOperation.ChangeMedium o ->
          new SettingsHandler(
              o.vm(), List.of(Settings.medium(o)), now -> Checks.drive(o.drive(), now));
    };
  }
}
