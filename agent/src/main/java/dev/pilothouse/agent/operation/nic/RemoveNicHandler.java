package dev.pilothouse.agent.operation.nic;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.LettingGo;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.settings.Present;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.NicsXml;
import dev.pilothouse.fleet.operation.NicOperation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a running guest to let go of an interface, waits until it has, then takes it out of the
 * definition. Proof: whether it is there. A guest that does not let go keeps all of it.
 */
record RemoveNicHandler(NicOperation.RemoveNic operation) implements Handler {
  private static final String UNTIL = "patience-until";
  private static final String ASKED = "asked";
  private static final String XML = "xml";

  @Override
  public Map<String, String> look(Work work) {
    Present now = Present.of(work, operation.vm());
    Checks.one(now, operation.mac());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(UNTIL, work.now().plus(operation.patience()).toString());
    String whole = work.hypervisor().xml(operation.vm().uuid(), has(now.defined()));
    facts.put(XML, NicsXml.element(whole, operation.mac()));
    return facts;
  }

  @Override
  public Outcome carryOut(Work work) {
    if (live(work)) {
      work.hypervisor().nics().detach(operation.vm().uuid(), operation.mac(), Scope.LIVE);
      work.note(ASKED, work.now().toString());
    }
    return finish(work);
  }

  private Outcome finish(Work work) {
    Instant until = Instant.parse(noted(work, UNTIL));
    Optional<Outcome> kept =
        new LettingGo(operation.mac(), operation.patience(), until).await(work, () -> live(work));
    if (kept.isPresent()) {
      return kept.get();
    }
    if (has(Present.of(work, operation.vm()).defined())) {
      work.hypervisor().nics().detach(operation.vm().uuid(), operation.mac(), Scope.DEFINED);
    }
    return Outcome.succeeded("removed in " + work.took(), noted(work, XML));
  }

  /** To ask again a guest that was perhaps asked already does no harm. */
  @Override
  public Finding settle(Work work) {
    return live(work) && work.noted(ASKED) == null
        ? new Finding.NotDone()
        : new Finding.Settled(finish(work));
  }

  private boolean live(Work work) {
    return has(Present.of(work, operation.vm()).live());
  }

  private boolean has(@Nullable DomainXml xml) {
    return xml != null && xml.nics().stream().anyMatch(n -> n.mac().equals(operation.mac()));
  }

  private static String noted(Work work, String fact) {
    String value = work.noted(fact);
    if (value == null) {
      throw new IllegalStateException("the journal lacks " + fact);
    }
    return value;
  }
}
