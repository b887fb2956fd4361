package dev.pilothouse.agent.operation.settings;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets values one after the other, each live first and then in the definition, and says of each
 * when it takes effect. Proof: reading them; what they were before is in the journal.
 *
 * @param check refuses what makes no sense for the VM as it is
 */
public record SettingsHandler(VmRef vm, List<Setting> settings, Consumer<Present> check)
    implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Present now = Present.of(work, vm);
    check.accept(now);
    Map<String, String> facts = new LinkedHashMap<>();
    for (Setting setting : settings) {
      for (Scope scope : Scope.values()) {
        DomainXml xml = now.in(scope);
        if (xml != null && (scope == Scope.DEFINED || setting.unfit().apply(xml).isEmpty())) {
          facts.put(setting.fact(scope), setting.value().apply(xml));
        }
      }
    }
    return facts;
  }

  @Override
  public Outcome carryOut(Work work) {
    List<String> said = new ArrayList<>();
    @Nullable Failure failure = null;
    int failed = 0;
    for (Setting setting : settings) {
      Present now = Present.of(work, vm);
      Attempt live = attempt(work, setting, Scope.LIVE, now.live());
      // What the running VM refuses for its own sake would keep it from starting too.
      Attempt defined =
          live.failure != null && setting.spoils().test(live.failure)
              ? new Attempt(Attempt.Is.NO_PLACE, "", null)
              : attempt(work, setting, Scope.DEFINED, now.defined());
      said.add(setting.text() + ": " + verdict(setting, live, defined));
      Failure why = defined.failure != null ? defined.failure : notAtAll(live, defined);
      if (why != null) {
        failed++;
        failure = why;
      }
    }
    String text = String.join("; ", said);
    if (failure == null) {
      return Outcome.succeeded(text, text);
    }
    return settings.size() == 1
        ? Outcome.failed(failure)
        : Outcome.failed(
            new Failure(
                failure.code(),
                text + ".",
                failed < settings.size() ? "The rest was set. " + failure.hint() : failure.hint()));
  }

  /**
   * How setting a value in one definition went.
   *
   * @param how beyond having worked, such as what the guest still has to do; or why it was not
   *     tried
   */
  private record Attempt(Is is, String how, @Nullable Failure failure) {
    enum Is {
      DONE,
      /** The VM has no such definition. */
      NO_PLACE,
      /** It makes no sense, and was not tried. */
      UNFIT,
      FAILED
    }

    boolean done() {
      return is == Is.DONE;
    }
  }

  private Attempt attempt(Work work, Setting setting, Scope scope, @Nullable DomainXml xml) {
    if (xml == null) {
      return new Attempt(Attempt.Is.NO_PLACE, "", null);
    }
    String unfit = scope == Scope.LIVE ? setting.unfit().apply(xml) : "";
    if (!unfit.isEmpty() && !setting.holds().test(xml)) {
      return new Attempt(Attempt.Is.UNFIT, unfit, null);
    }
    try {
      if (!setting.holds().test(xml)) {
        setting.deed().set(work.hypervisor(), vm.uuid(), scope);
      }
      String how = scope == Scope.LIVE ? setting.settled().apply(work, vm) : "";
      return new Attempt(Attempt.Is.DONE, how, null);
    } catch (OperationException e) {
      ErrorCode code = e.failure().code();
      if (code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT) {
        throw e;
      }
      return new Attempt(Attempt.Is.FAILED, "", e.failure());
    }
  }

  /** A transient VM has but one place for a value. */
  private static @Nullable Failure notAtAll(Attempt live, Attempt defined) {
    if (defined.done() || live.done()) {
      return null;
    }
    return live.failure != null
        ? live.failure
        : new Failure(
            ErrorCode.WRONG_STATE,
            "Not possible: " + live.how + ", and the VM is transient.",
            "Define it first, so that it outlives its next stop.");
  }

  private static String verdict(Setting setting, Attempt live, Attempt defined) {
    if (live.done() && defined.done()) {
      return (live.how.isEmpty() ? "live now" : live.how) + " and kept";
    }
    if (live.done()) {
      return "live now, not kept: "
          + (defined.failure == null ? "the VM is transient" : sentence(defined.failure));
    }
    if (!defined.done()) {
      Failure why = defined.failure != null ? defined.failure : live.failure;
      return "not possible because " + (why == null ? live.how : sentence(why));
    }
    return switch (live.is) {
      case NO_PLACE -> setting.machine() ? "takes effect at next start" : "kept";
      case UNFIT -> "takes effect at next start (" + live.how + ")";
      case FAILED ->
          "takes effect at next start (not now: "
              + (live.failure == null ? "" : sentence(live.failure))
              + ")";
      case DONE -> throw new IllegalStateException("done live was handled above");
    };
  }

  private static String sentence(Failure failure) {
    String text = failure.message().strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public Finding settle(Work work) {
    Present now = Present.of(work, vm);
    List<String> done = new ArrayList<>();
    List<String> open = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (Setting setting : settings) {
      for (Scope scope : Scope.values()) {
        String before = work.noted(setting.fact(scope));
        DomainXml xml = now.in(scope);
        if (before != null && xml != null) {
          String what = setting.text() + (scope == Scope.LIVE ? " (live)" : "");
          if (setting.holds().test(xml)) {
            done.add(what);
          } else if (setting.value().apply(xml).equals(before)) {
            open.add(what);
          } else {
            other.add(what);
          }
        }
      }
    }
    if (open.isEmpty() && other.isEmpty()) {
      return new Finding.Settled(
          Outcome.succeeded("found set", String.join("; ", done) + ": found set"));
    }
    if (done.isEmpty() && other.isEmpty()) {
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HYPERVISOR_LOST,
            "It was broken off in the middle. "
                + named("Set: ", done)
                + named("Not set: ", open)
                + named("Changed by somebody else: ", other),
            "Look at the VM with 'vm show' and set again what is missing."));
  }

  private static String named(String label, List<String> what) {
    return what.isEmpty() ? "" : label + String.join(", ", what) + ". ";
  }
}
