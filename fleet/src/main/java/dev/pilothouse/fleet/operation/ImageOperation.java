package dev.pilothouse.fleet.operation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done to the images of a host. Those of one name run one after the other. */
public sealed interface ImageOperation extends Operation {
  /** What the image is called. */
  String name();

  @Override
  default Optional<Lane> lane() {
    return Optional.of(new Lane("image:" + name(), "this image"));
  }

  /** Where an image comes from. */
  sealed interface Source {
    /** For people, and for the image's facts. */
    String words();

    /**
     * The agent fetches it.
     *
     * @param url http or https
     * @param checksum what it must be: SHA-256 or SHA-512 in hexadecimal, or the address of a file
     *     that says so; null when nobody knows
     */
    record FromUrl(String url, @Nullable String checksum) implements Source {
      @Override
      public String words() {
        return url;
      }
    }

    /**
     * A person sends it: the agent takes the stream that is offered. Sent once, so that it cannot
     * be taken up again after a break.
     *
     * @param words for people, such as {@code a file sent on stdin}
     * @param size how many bytes will come; -1 when the sender does not know
     */
    record FromStream(StreamOffer offer, String words, long size, @Nullable String checksum)
        implements Source {
      private FromStream withoutOffer() {
        return new FromStream(StreamOffer.NONE, words, size, checksum);
      }
    }

    /** A file that lies on the agent's host already; it is copied and stays. */
    record FromFile(String path, @Nullable String checksum) implements Source {
      @Override
      public String words() {
        return path;
      }
    }
  }

  /**
   * Takes an image in. Its result is the path of its volume.
   *
   * @param os what people call the operating system in it; may be empty
   * @param arch such as {@code x86_64}; may be empty
   * @param raw take what looks like no image at all for a raw disk
   */
  record AddImage(String host, String name, Source source, String os, String arch, boolean raw)
      implements ImageOperation {
    @Override
    public Verb verb() {
      return Verb.IMAGE_ADD;
    }

    @Override
    public String sentence(String shown) {
      return "Add the image " + shown + " on " + host + " from " + source.words() + ".";
    }

    @Override
    public Operation forTheRecord() {
      return source instanceof Source.FromStream s
          ? new AddImage(host, name, s.withoutOffer(), os, arch, raw)
          : this;
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new RemoveImage(host, name));
    }
  }

  /** Deletes an image and its facts, unless something stands on it. */
  record RemoveImage(String host, String name) implements ImageOperation {
    @Override
    public Verb verb() {
      return Verb.IMAGE_RM;
    }

    @Override
    public String sentence(String shown) {
      return "Delete the image " + shown + " from " + host + ", with its content.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("its content is gone; add it again from where it came");
    }
  }
}
