package dev.pilothouse.tui;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamLink;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A person's images on a control room: each upload and each deletion is an operation. */
final class FleetShelf implements ImageShelf {
  private static final Duration SYNC = Duration.ofSeconds(10);

  /** For news of an operation whose stream broke. */
  private static final Duration NEWS_WITHIN = Duration.ofSeconds(20);

  private final ControlRoom room;
  private final Principal who;
  private final Duration acceptWithin;

  FleetShelf(ControlRoom room, Principal who, Duration acceptWithin) {
    this.room = room;
    this.who = who;
    this.acceptWithin = acceptWithin;
  }

  private Fleet fleet() {
    await(room.synced(), SYNC, "Redis does not answer.");
    return room.fleet();
  }

  @Override
  public List<String> hosts() {
    return fleet().hosts().stream().map(Host::name).sorted().toList();
  }

  @Override
  public List<Image> images(String host) {
    return fleet().inventory(host).images().stream()
        .sorted(Comparator.comparing(Image::name))
        .toList();
  }

  @Override
  public Upload add(String host, String name, boolean raw) {
    Offering offering = room.offer(host);
    try {
      Source from = new Source.FromStream(offering.offer(), "a file sent by scp or sftp", -1, null);
      OperationRecord record =
          submit(new ImageOperation.AddImage(host, name, from, "", "", raw), name);
      CompletableFuture<OperationRecord> ended = room.finished(record.number());
      CompletableFuture.anyOf(offering.taken(), ended).get();
      if (!offering.taken().isDone()) {
        throw failure(ended.join());
      }
      return new Sending(offering, ended, record.number());
    } catch (ExecutionException e) {
      offering.close();
      throw lost("Nothing is heard of the operation any more.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      offering.close();
      throw lost("It was interrupted.");
    } catch (RuntimeException e) {
      offering.close();
      throw e;
    }
  }

  @Override
  public void remove(String host, String name) {
    OperationRecord record = submit(new ImageOperation.RemoveImage(host, name), name);
    demandDone(await(room.finished(record.number()), Duration.ofHours(1), "It takes too long."));
  }

  private OperationRecord submit(Operation operation, String name) {
    return room.submit(operation, name, who, acceptWithin);
  }

  private static void demandDone(OperationRecord ended) {
    if (ended.failure() != null) {
      throw failure(ended);
    }
  }

  private static OperationException failure(OperationRecord ended) {
    Failure failure = ended.failure();
    return new OperationException(
        failure == null
            ? new Failure(ErrorCode.INTERNAL, "It ended before it began.")
            : new Failure(
                failure.code(),
                failure.message() + " (operation " + ended.number() + ")",
                failure.hint()));
  }

  private static OperationException lost(String message) {
    return new OperationException(ErrorCode.HOST_UNREACHABLE, message);
  }

  private static <T> T await(CompletableFuture<T> future, Duration most, String tooLong) {
    try {
      return future.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw lost(tooLong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lost("It was interrupted.");
    }
  }

  private static final class Sending implements Upload {
    private final Offering offering;
    private final StreamLink link;
    private final CompletableFuture<OperationRecord> ended;
    private final long number;
    private volatile boolean whole;

    Sending(Offering offering, CompletableFuture<OperationRecord> ended, long number) {
      this.offering = offering;
      this.link = offering.taken().join();
      this.ended = ended;
      this.number = number;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        link.out().write(bytes, offset, length);
      } catch (IOException e) {
        throw broken();
      }
    }

    /** Why it broke, the operation's record knows better. */
    private OperationException broken() {
      String late =
          "The host's agent fell silent; 'op show " + number + "' tells what became of it.";
      return failure(await(ended, NEWS_WITHIN, late));
    }

    @Override
    public void finish() {
      try (offering) {
        whole = true;
        link.out().close();
        demandDone(ended.get());
      } catch (IOException e) {
        throw broken();
      } catch (ExecutionException e) {
        throw lost("Nothing is heard of operation " + number + " any more.");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw lost("It was interrupted.");
      }
    }

    @Override
    public void abort(String why) {
      if (!whole) {
        link.abort(why);
        offering.close();
      }
    }
  }
}
