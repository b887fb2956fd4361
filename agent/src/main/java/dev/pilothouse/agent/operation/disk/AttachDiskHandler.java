package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.DiskOperation;
import java.util.Map;

/** Attaches a volume. Proof: whether a disk of that target and source is there. */
record AttachDiskHandler(DiskOperation.AttachDisk operation) implements Handler {
  private static final String FORMAT = "format";

  @Override
  public Map<String, String> look(Work work) {
    String target = attachment().target(DiskSet.of(work, operation.vm()));
    Medium medium = Medium.of(work, operation.source(), operation.format());
    medium.requireShareable(work, operation.vm(), operation.how().readOnly());
    return Map.of(Attachment.TARGET, target, FORMAT, medium.format());
  }

  @Override
  public Outcome carryOut(Work work) {
    return work.alone(
        () -> {
          Medium medium = Medium.of(work, operation.source(), noted(work, FORMAT));
          medium.requireShareable(work, operation.vm(), operation.how().readOnly());
          return attachment().attach(work, medium, noted(work, Attachment.TARGET));
        });
  }

  @Override
  public Finding settle(Work work) {
    Medium medium = Medium.of(work, operation.source(), noted(work, FORMAT));
    return attachment()
        .settle(work, medium, noted(work, Attachment.TARGET))
        .<Finding>map(Finding.Settled::new)
        .orElseGet(Finding.NotDone::new);
  }

  private Attachment attachment() {
    return new Attachment(operation.vm(), operation.how());
  }

  static String noted(Work work, String fact) {
    String value = work.noted(fact);
    if (value == null) {
      throw new IllegalStateException("the journal lacks " + fact);
    }
    return value;
  }
}
