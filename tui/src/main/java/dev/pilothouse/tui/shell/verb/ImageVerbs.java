package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Images;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Confirmation;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.ImageView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code image list}, {@code show}, {@code known}, {@code add}, {@code make} and {@code rm}. */
final class ImageVerbs {
  private static final String IMAGE = "IMAGE";
  private static final String ON = "--host";
  private static final String CHECKSUM = "--checksum";
  private static final String OS = "--os";
  private static final String ARCH = "--arch";
  private static final String RAW = "--raw";
  private static final String DISK = "--disk";
  private static final String SHUTDOWN = "--shutdown";
  private static final String GRACE = "--grace";
  private static final String GENERALISE = "--generalise";
  private static final Duration DEFAULT_GRACE = Duration.ofMinutes(1);
  private static final String SENT = "a file sent on stdin";
  private static final Pattern SUM = Pattern.compile("[0-9a-fA-F]{64}|[0-9a-fA-F]{128}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private ImageVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "image",
            "list",
            "List images, on all hosts.",
            spec -> spec.addOption(Options.output()),
            ImageVerbs::list),
        new Command(
            "image",
            "show",
            "Show everything about an image.",
            spec ->
                spec.addOption(Options.output())
                    .addPositional(Options.one(0, IMAGE, "Its name, or host/name.")),
            ImageVerbs::show),
        new Command(
            "image",
            "known",
            "List images that can be added by name.",
            spec -> spec.addOption(Options.output()),
            ImageVerbs::known),
        new Command(
            "image",
            Verb.IMAGE_ADD.word(),
            "Add an image: one that is known by name, from an address, from a file on the host, or"
                + " sent on stdin.",
            spec -> {
              spec.addPositional(
                  Options.one(0, "NAME", "What to call it; 'image known' lists some."));
              spec.addPositional(
                  Options.maybe(
                      1,
                      "SOURCE",
                      "http or https address, absolute path on the host, a known name, or - for stdin;"
                          + " without it, the known NAME, else stdin."));
              text(spec, Options.HOST, "Where; needed when there are several hosts.", ON);
              text(
                  spec,
                  "SUM",
                  "What it must be: SHA-256 or SHA-512 in hexadecimal, or the address of a file"
                      + " that says so.",
                  CHECKSUM);
              text(spec, "TEXT", "The operating system in it, such as 'Debian 12'.", OS);
              text(spec, "ARCH", "Such as x86_64.", ARCH);
              spec.addOption(
                  Options.flag("It is a raw disk, even if it does not look like one.", RAW));
              Options.ordering().forEach(spec::addOption);
            },
            ImageVerbs::add),
        new Command(
            "image",
            Verb.IMAGE_MAKE.word(),
            "Make an image of a VM's disk.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addPositional(Options.one(1, "NAME", "What to call the image."));
              text(spec, "DISK", "Which disk, such as vda; the first when not given.", DISK);
              spec.addOption(Options.flag("Shut a running VM down first; it stays off.", SHUTDOWN));
              spec.addOption(
                  Options.value("TIME", Duration.class, Options::duration, GRACE)
                      .description("How long the guest may take to shut down; 60s when not given.")
                      .build());
              spec.addOption(
                  Options.flag(
                      "Take out of it what is the VM's own (virt-sysprep: machine-id, host keys,"
                          + " logs, cloud-init).",
                      GENERALISE));
              Options.ordering().forEach(spec::addOption);
            },
            ImageVerbs::make),
        new Command(
            "image",
            Verb.IMAGE_RM.word(),
            "Delete an image that nothing stands on.",
            spec -> {
              spec.addPositional(Options.one(0, IMAGE, "Its name, or host/name."));
              Options.ordering().forEach(spec::addOption);
            },
            ImageVerbs::remove));
  }

  private static void text(
      picocli.CommandLine.Model.CommandSpec spec, String label, String description, String name) {
    spec.addOption(
        Options.value(label, String.class, t -> t, name).description(description).build());
  }

  private static int list(Call call) {
    Fleet fleet = call.fleet();
    call.results()
        .list(
            ImageView.LISTING,
            new Images(fleet).all().stream().map(image -> ImageView.of(image, fleet)).toList());
    return ExitStatus.DONE;
  }

  private static int show(Call call) {
    Fleet fleet = call.fleet();
    Image image = new Images(fleet).one(call.parameter(0));
    call.results().one(ImageView.LISTING, ImageView.of(image, fleet), ImageView::sheet);
    return ExitStatus.DONE;
  }

  private static int known(Call call) {
    call.results().list(ImageView.KNOWN, call.around().known().images());
    return ExitStatus.DONE;
  }

  private static int add(Call call) {
    String name = name(call.parameter(0));
    String source = call.parameter(1);
    Optional<String> checksum = call.option(CHECKSUM);
    String os = call.<String>option(OS).orElse("");
    String arch = call.<String>option(ARCH).orElse("");
    Source from;
    boolean unnamed = source.isEmpty() && call.around().known().find(name).isEmpty();
    if (source.equals("-") || (unnamed && call.talk().takesFile())) {
      if (unnamed) {
        // Else somebody at a keyboard would not know what it waits for.
        call.talk().say(name + " is no image that is known by name: it is read from stdin.");
      }
      return send(call, name, checksum, os, arch);
    }
    if (source.startsWith("/")) {
      from = new Source.FromFile(source, checksum.orElse(null));
    } else if (source.contains("://")) {
      from = new Source.FromUrl(source, checksum.orElse(null));
    } else {
      KnownImage known = known(call, source.isEmpty() ? name : source);
      from = Fetching.source(known, checksum);
      os = os.isEmpty() ? known.os() : os;
      arch = arch.isEmpty() ? known.arch() : arch;
    }
    Fleet fleet = call.fleet();
    String host = new Targets(fleet).hostOrOnly(call.option(ON)).name();
    ImageOperation.AddImage order =
        new ImageOperation.AddImage(host, name, from, os, arch, call.has(RAW));
    return new Ordering(call)
        .run(
            Verb.IMAGE_ADD, List.of(new Planned(order, name, new Images(fleet).shown(host, name))));
  }

  private static int send(
      Call call, String name, Optional<String> checksum, String os, String arch) {
    if (!call.talk().takesFile()) {
      throw CommandException.usage(
          call.talk().hasInput()
              ? "A terminal is no file to read an image from: write '< FILE' at the end of the"
                  + " command, and with ssh leave -t out."
              : "After ':' there is no stdin to read. Send the file from a shell, with  ssh ...  image"
                  + " add "
                  + name
                  + " - < FILE,  or copy it with scp to /images/.");
    }
    checksum
        .filter(sum -> !SUM.matcher(sum).matches())
        .ifPresent(
            sum -> {
              throw CommandException.usage(
                  "For a file on stdin the checksum is 64 or 128 hexadecimal digits, as sha256sum or"
                      + " sha512sum prints them.");
            });
    Fleet fleet = call.fleet();
    String host = new Targets(fleet).hostOrOnly(call.option(ON)).name();
    long size = call.talk().streams().inputSize();
    boolean raw = call.has(RAW);
    return new Ordering(call)
        .send(
            Verb.IMAGE_ADD,
            host,
            offer -> {
              Source from = new Source.FromStream(offer, SENT, size, checksum.orElse(null));
              return new Planned(
                  new ImageOperation.AddImage(host, name, from, os, arch, raw),
                  name,
                  new Images(fleet).shown(host, name));
            },
            call.talk().streams().in());
  }

  private static KnownImage known(Call call, String name) {
    return call.around()
        .known()
        .find(name)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "'"
                        + Visible.line(name)
                        + "' is no image that is known by name ('image known' lists them). Say where"
                        + " it comes from after its name: an http or https address, an absolute"
                        + " path on the host, or - for what you send on stdin."));
  }

  private static String name(String typed) {
    if (!NAME.matcher(typed).matches()) {
      throw CommandException.usage(
          "'"
              + Visible.line(typed)
              + "' cannot be the name of an image: use up to 64 letters, digits, dots, dashes and"
              + " underscores.");
    }
    return typed;
  }

  private static int make(Call call) {
    String name = name(call.parameter(1));
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    boolean stops = call.has(SHUTDOWN) && vm.state().active();
    Duration grace = call.<Duration>option(GRACE).orElse(DEFAULT_GRACE);
    MakeImage order =
        new MakeImage(
            vm.ref(),
            name,
            call.<String>option(DISK).orElse(null),
            call.has(SHUTDOWN) ? grace : null,
            call.has(GENERALISE));
    Planned planned = new Planned(order, vm.name(), targets.shown(vm));
    Ordering ordering = new Ordering(call);
    if (stops && !call.has(Options.DRY_RUN)) {
      ordering.demandPermission(Verb.IMAGE_MAKE);
      Confirmation.demand(call, planned.title(), planned.sentence());
    }
    return ordering.run(Verb.IMAGE_MAKE, List.of(planned));
  }

  private static int remove(Call call) {
    if (!call.has(Options.DRY_RUN)) {
      new Ordering(call).demandPermission(Verb.IMAGE_RM);
    }
    Images images = new Images(call.fleet());
    Image image = images.one(call.parameter(0));
    return new Ordering(call)
        .run(
            Verb.IMAGE_RM,
            List.of(
                new Planned(
                    new ImageOperation.RemoveImage(image.host(), image.name()),
                    image.name(),
                    images.shown(image.host(), image.name()))));
  }
}
