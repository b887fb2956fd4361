package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.image.Checksum;
import dev.pilothouse.agent.image.Content;
import dev.pilothouse.agent.image.Download;
import dev.pilothouse.agent.image.ImageFacts;
import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.image.LocalFile;
import dev.pilothouse.agent.image.Probe;
import dev.pilothouse.agent.image.Probed;
import dev.pilothouse.agent.image.Requests;
import dev.pilothouse.agent.image.Sent;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation.AddImage;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes an image in from somewhere. Looks at its beginning before any of it is kept, and at its
 * whole before it becomes an image. Proof: its facts, which name the order.
 */
record AddImageHandler(AddImage operation, ImageSettings settings) implements Handler {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How often the room is looked at while something of unknown size comes. */
  private static final long LOOK_EVERY = 256L << 20;

  /** A stream is sent once: there is nothing to try again with. */
  private static final Outcome CUT_OFF =
      Outcome.failed(
          new Failure(
              ErrorCode.SOURCE_UNREACHABLE,
              "It broke off in the middle, and what a person sends cannot be taken up again."
                  + " Nothing was kept.",
              "Send it again."));

  private ImageStore store(Work work) {
    return new ImageStore(work.hypervisor().storage(), settings);
  }

  private Draft draft(Work work) {
    return new Draft(work, store(work), operation.name());
  }

  @Override
  public Map<String, String> look(Work work) {
    draft(work).demandFree();
    switch (operation.source()) {
      case Source.FromUrl s -> {
        Requests.address(s.url());
        String checksum = s.checksum();
        if (checksum != null && !Checksum.looksLikeOne(checksum)) {
          Requests.address(checksum);
        }
      }
      case Source.FromFile s -> {
        LocalFile.demandReadable(s.path());
        var unused = given(s.checksum());
      }
      case Source.FromStream s -> {
        var unused = given(s.checksum());
      }
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    Draft draft = draft(work);
    try (HttpClient client = Requests.client()) {
      try {
        Pool pool = draft.store().ready();
        return Transfer.watch(work, transfer -> take(work, draft, pool, transfer, client));
      } catch (OperationException e) {
        if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
          throw e;
        }
        return draft.failed(e);
      } finally {
        // Else closing waits for a transfer that was left.
        client.shutdownNow();
      }
    }
  }

  @Override
  public Finding settle(Work work) {
    Finding found = draft(work).settle();
    return switch (found) {
      case Finding.Settled settled -> settled;
      case Finding.NotDone again ->
          operation.source() instanceof Source.FromStream ? new Finding.Settled(CUT_OFF) : again;
    };
  }

  private Outcome take(Work work, Draft draft, Pool pool, Transfer transfer, HttpClient client)
      throws IOException {
    transfer.begin("connecting", -1);
    Optional<Checksum> expected = expected(client);
    Content content = transfer.from(open(work, client));
    long size = content.size();
    transfer.begin("receiving", size);
    InputStream in = content.stream();
    byte[] head = in.readNBytes(Probe.HEAD);
    Probed probed = Probe.of(head, size, operation.raw(), settings.maxVirtualBytes());
    draft.store().demandRoom(pool, Math.max(size, 0));

    String name = draft.begin(probed.ending());
    Volume volume = draft.store().make(name, Math.max(size, 0));
    Sums sums = new Sums(expected);
    long moved = upload(work, volume, sums, head, in, size, transfer);
    transfer.whole();
    transfer.begin("checking", -1);
    sums.demand();
    Whole whole = new Whole(probed, moved, settings.maxVirtualBytes());
    whole.check((offset, bytes) -> piece(work, transfer, volume, offset, bytes));
    draft.store().refresh();
    draft.finish(facts(work, name, probed, whole.virtualBytes(), sums.sha256()));
    return Outcome.succeeded("added in " + work.took(), volume.path());
  }

  private long upload(
      Work work,
      Volume volume,
      Sums sums,
      byte[] head,
      InputStream rest,
      long size,
      Transfer transfer)
      throws IOException {
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), rest);
    long[] moved = {0};
    long[] looked = {0};
    work.hypervisor()
        .storage()
        .upload(
            volume.path(),
            sums.summing(all),
            Math.max(size, 0),
            now -> {
              moved[0] = now;
              transfer.moved(now);
              if (size < 0 && now - looked[0] >= LOOK_EVERY) {
                looked[0] = now;
                ImageStore store = store(work);
                store.demandRoom(store.ready(), LOOK_EVERY);
              }
            });
    if (size >= 0 && moved[0] != size) {
      throw new IOException("it ended after " + moved[0] + " of " + size + " bytes");
    }
    return moved[0];
  }

  private static byte[] piece(Work work, Transfer transfer, Volume volume, long offset, int bytes) {
    transfer.check();
    Storage storage = work.hypervisor().storage();
    return storage.download(volume.path(), offset, bytes);
  }

  private Optional<Checksum> expected(HttpClient client) {
    return switch (operation.source()) {
      case Source.FromUrl s -> {
        @Nullable String given = s.checksum();
        yield given == null
            ? Optional.empty()
            : Optional.of(Download.checksum(client, given, s.url()));
      }
      case Source.FromFile s -> given(s.checksum());
      case Source.FromStream s -> given(s.checksum());
    };
  }

  private static Optional<Checksum> given(@Nullable String checksum) {
    return Optional.ofNullable(checksum).map(Checksum::new);
  }

  private Content open(Work work, HttpClient client) {
    return switch (operation.source()) {
      case Source.FromUrl s -> Download.open(client, s.url(), PAUSE);
      case Source.FromFile s -> LocalFile.open(s.path());
      case Source.FromStream s -> new Sent(work.streams().take(s.offer()), s.size());
    };
  }

  private ImageFacts facts(
      Work work, String volume, Probed probed, long virtualBytes, String sha256) {
    return new ImageFacts(
        operation.name(),
        volume,
        probed.kind(),
        operation.os(),
        operation.arch(),
        probed.format(),
        virtualBytes,
        sha256,
        operation.source().words(),
        null,
        "",
        work.now(),
        work.principal().name(),
        work.id());
  }
}
