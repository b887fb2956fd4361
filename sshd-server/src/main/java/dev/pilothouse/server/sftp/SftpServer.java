package dev.pilothouse.server.sftp;

import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.tui.ImageShelf;
import dev.pilothouse.tui.ImageShelf.Upload;
import dev.pilothouse.tui.Reception.CommandStreams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SFTP session on a person's images. Takes one request after the other, on its caller's thread,
 * so that a host that is slow to write holds the client up. Why something was refused goes to
 * stderr too: OpenSSH's clients do not show the words of a status.
 */
public final class SftpServer {
  private static final Logger LOG = LoggerFactory.getLogger(SftpServer.class);
  private static final int BROKEN = 1;
  private static final int MOST_HANDLES = 16;
  private static final int NAMES_AT_ONCE = 100;

  private static final int WRITES = 0x2;
  private static final int APPENDS = 0x4;
  private static final int CREATES = 0x8;

  private final ImageShelf shelf;
  private final CommandStreams streams;
  private final Packets packets;
  private final Map<String, Handle> handles = new ConcurrentHashMap<>();
  private int opened;
  private String said = "";

  private sealed interface Handle {
    /** What of a listing is still to be told. */
    record Listing(List<Entry> rest) implements Handle {}

    /** An upload, and how much of it came. */
    record Incoming(Upload upload, AtomicLong position) implements Handle {}
  }

  public SftpServer(ImageShelf shelf, CommandStreams streams) {
    this.shelf = shelf;
    this.streams = streams;
    this.packets = new Packets(streams.in(), streams.out());
  }

  /**
   * Serves until the client leaves.
   *
   * @return the exit status
   */
  public int run() {
    streams.onInterrupt(() -> abandon("the client went away"));
    try {
      for (Optional<Buffer> next = packets.next(); next.isPresent(); next = packets.next()) {
        serve(next.get());
      }
      return 0;
    } catch (IOException | BufferException e) {
      LOG.debug("an SFTP session broke off", e);
      return BROKEN;
    } finally {
      // A file that nobody closed is not known to be whole.
      abandon("the client left before it closed the file");
    }
  }

  private void abandon(String why) {
    for (Handle handle : handles.values()) {
      if (handle instanceof Handle.Incoming incoming) {
        incoming.upload().abort(why);
      }
    }
  }

  private void serve(Buffer packet) throws IOException {
    int type = packet.getUByte();
    int id = packet.getInt();
    try {
      answer(type, id, packet);
    } catch (Refusal e) {
      if (e.status() == Status.FAILURE || e.status() == Status.PERMISSION_DENIED) {
        say(e.why());
      }
      packets.status(id, e.status(), e.why());
    } catch (OperationException e) {
      String why = words(e.failure());
      say(why);
      packets.status(
          id,
          switch (e.failure().code()) {
            case DENIED -> Status.PERMISSION_DENIED;
            case NOT_FOUND -> Status.NO_SUCH_FILE;
            default -> Status.FAILURE;
          },
          why);
    }
  }

  private static String words(Failure failure) {
    return Visible.line((failure.message() + " " + failure.hint()).strip());
  }

  /** Once: a client has many writes on their way when the first of them fails. */
  private void say(String why) throws IOException {
    if (why.equals(said)) {
      return;
    }
    said = why;
    OutputStream err = streams.err();
    err.write(("pilothouse: " + why + "\r\n").getBytes(StandardCharsets.UTF_8));
    err.flush();
  }

  private void answer(int type, int id, Buffer packet) throws IOException, Refusal {
    switch (type) {
      case 1 -> packets.version(); // INIT, whose id is its version
      case 3 -> open(id, packet);
      case 4 -> close(id, packet.getString());
      case 6 -> write(id, packet);
      case 7, 17 -> packets.attributes(id, entry(place(packet))); // LSTAT, STAT
      case 8 -> fstat(id, packet.getString());
      case 9 -> { // SETSTAT: modes and times of images are not a client's to set
        var unused = entry(place(packet));
        packets.status(id, Status.OK, "");
      }
      case 10 -> packets.status(id, Status.OK, ""); // FSETSTAT
      case 11 -> openFolder(id, place(packet));
      case 12 -> readFolder(id, packet.getString());
      case 13 -> remove(id, place(packet));
      case 16 -> packets.names(id, List.of(Entry.folder(place(packet).path()))); // REALPATH
      // MKDIR, RMDIR, RENAME, SYMLINK
      case 14, 15, 18, 20 -> throw Refusal.onlyImages();
      // READ, READLINK, EXTENDED, and what nobody has thought of
      default -> throw new Refusal(Status.OP_UNSUPPORTED, "this is not possible here");
    }
  }

  private Place place(Buffer packet) {
    return Place.of(packet.getString(), shelf.hosts());
  }

  private Entry entry(Place place) throws Refusal {
    return switch (place) {
      case Place.Root root -> Entry.folder("/");
      case Place.Images images -> Entry.folder(Place.IMAGES);
      case Place.OfHost host -> Entry.folder(host.host());
      case Place.File file -> Entry.of(image(file).orElseThrow(Refusal::noSuchFile));
      case Place.Nowhere nowhere -> throw Refusal.noSuchFile();
    };
  }

  /** By the name that a listing shows, or without its ending. */
  private Optional<Image> image(Place.File file) {
    return shelf.images(file.host()).stream()
        .filter(i -> i.name().equals(file.file()) || Entry.of(i).name().equals(file.file()))
        .findFirst();
  }

  private void openFolder(int id, Place place) throws IOException, Refusal {
    List<Entry> entries = new ArrayList<>();
    switch (place) {
      case Place.Root root -> entries.add(Entry.folder(Place.IMAGES));
      case Place.Images images -> {
        List<String> hosts = shelf.hosts();
        hosts.forEach(host -> entries.add(Entry.folder(host)));
        if (hosts.size() == 1) {
          shelf.images(hosts.getFirst()).forEach(image -> entries.add(Entry.of(image)));
        }
      }
      case Place.OfHost host -> shelf.images(host.host()).forEach(i -> entries.add(Entry.of(i)));
      case Place.File file -> throw Refusal.noSuchFile();
      case Place.Nowhere nowhere -> throw Refusal.noSuchFile();
    }
    packets.handle(id, handle(new Handle.Listing(entries)));
  }

  private String handle(Handle handle) throws Refusal {
    demandHandle();
    String name = Integer.toString(++opened);
    handles.put(name, handle);
    return name;
  }

  private void demandHandle() throws Refusal {
    if (handles.size() >= MOST_HANDLES) {
      throw new Refusal(Status.FAILURE, "too many files are open here");
    }
  }

  private void readFolder(int id, String handle) throws IOException, Refusal {
    if (!(handles.get(handle) instanceof Handle.Listing listing)) {
      throw new Refusal(Status.FAILURE, "this is no folder");
    }
    List<Entry> now = listing.rest().subList(0, Math.min(NAMES_AT_ONCE, listing.rest().size()));
    if (now.isEmpty()) {
      packets.status(id, Status.EOF, "");
    } else {
      packets.names(id, now);
      now.clear();
    }
  }

  private void open(int id, Buffer packet) throws IOException, Refusal {
    Place place = place(packet);
    int flags = packet.getInt();
    demandHandle();
    if ((flags & WRITES) == 0) {
      var unused = entry(place);
      throw new Refusal(
          Status.PERMISSION_DENIED, "images can be sent here, but not fetched from here yet");
    }
    if (!(place instanceof Place.File file)) {
      throw new Refusal(
          Status.PERMISSION_DENIED,
          shelf.hosts().size() > 1
              ? "there are several hosts: copy the file into the folder of one, /images/HOST/"
              : "files can be copied into /images/ only");
    }
    if ((flags & APPENDS) != 0 || (flags & CREATES) == 0) {
      throw new Refusal(Status.PERMISSION_DENIED, "images are sent whole, and never changed");
    }
    if (shelf.images(file.host()).stream().anyMatch(i -> i.name().equals(file.name()))) {
      throw new Refusal(
          Status.FAILURE,
          "there is an image "
              + Visible.line(file.name())
              + " on "
              + Visible.line(file.host())
              + " already; delete it first (rm), or choose another name");
    }
    Upload upload = shelf.add(file.host(), file.name(), file.raw());
    packets.handle(id, handle(new Handle.Incoming(upload, new AtomicLong())));
  }

  private Handle.Incoming incoming(String handle) throws Refusal {
    if (handles.get(handle) instanceof Handle.Incoming incoming) {
      return incoming;
    }
    throw new Refusal(Status.FAILURE, "this file is not open");
  }

  private void fstat(int id, String handle) throws IOException, Refusal {
    long size = incoming(handle).position().get();
    packets.attributes(id, new Entry("", false, size, Instant.EPOCH, "-"));
  }

  private void write(int id, Buffer packet) throws IOException, Refusal {
    Handle.Incoming incoming = incoming(packet.getString());
    long offset = packet.getLong();
    if (offset != incoming.position().get()) {
      incoming.upload().abort("the client did not send it in order");
      throw new Refusal(Status.FAILURE, "images are sent whole, from the beginning, in order");
    }
    byte[] data = packet.getBytes();
    incoming.upload().write(data, 0, data.length);
    incoming.position().addAndGet(data.length);
    packets.status(id, Status.OK, "");
  }

  private void close(int id, String handle) throws IOException, Refusal {
    switch (handles.get(handle)) {
      case Handle.Listing listing -> handles.remove(handle);
      case Handle.Incoming incoming -> {
        // Until it is done, whoever leaves may still break it off.
        try {
          incoming.upload().finish();
        } finally {
          handles.remove(handle);
        }
      }
      case null -> throw new Refusal(Status.FAILURE, "this file is not open");
    }
    packets.status(id, Status.OK, "");
  }

  private void remove(int id, Place place) throws IOException, Refusal {
    if (!(place instanceof Place.File file)) {
      throw Refusal.onlyImages();
    }
    Image image = image(file).orElseThrow(Refusal::noSuchFile);
    shelf.remove(file.host(), image.name());
    packets.status(id, Status.OK, "");
  }
}
