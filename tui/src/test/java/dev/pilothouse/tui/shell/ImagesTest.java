package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of images. */
class ImagesTest {
  private static final String MIRROR = "https://mirror.example/ours.qcow2";

  private final Desk desk =
      new Desk(
          Surroundings.remote(Desk.STOPPED, "0.1-test")
              .withImages(List.of(new KnownImage("ours", "Ours 1", "x86_64", MIRROR, ""))),
          Vms.vm("h1", "web01")
              .running(Desk.NOW)
              .disks(
                  new Disk(
                      "vda",
                      "virtio",
                      "disk",
                      "/var/lib/libvirt/images/web01.qcow2",
                      "qcow2",
                      false))
              .build());

  @BeforeEach
  void equip() {
    desk.fleet().agent("h1").publish(new FleetEvent.InventoryReported("h1", Vms.inventory()));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !desk.fleet().room().fleet().inventory("h1").images().isEmpty());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "wide", "json", "yaml", "name"})
  void listsAndShowsInEveryForm(String form) {
    Golden.check("image-list." + form + ".txt", desk.run("image", "list", "-o", form).out());
    Golden.check(
        "image-show." + form + ".txt", desk.run("image", "show", "base", "-o", form).out());
  }

  private Operation ordered(String... words) {
    Desk.Outcome outcome = desk.run(words);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return desk.fleet().room().recentOperations(1).getFirst().operation();
  }

  @Test
  void whatIsKnownIsAddedByItsName() {
    assertThat(desk.run("image", "known").out()).contains("ours", MIRROR, "debian-12");
    assertThat(ordered("image", "add", "ours"))
        .isEqualTo(
            new ImageOperation.AddImage(
                "h1", "ours", new Source.FromUrl(MIRROR, null), "Ours 1", "x86_64", false));
    assertThat(ordered("image", "add", "mine", "debian-12"))
        .isInstanceOfSatisfying(
            ImageOperation.AddImage.class,
            add -> {
              assertThat(add.name()).isEqualTo("mine");
              assertThat(add.source().words()).startsWith("https://cloud.debian.org/");
            });
  }

  @Test
  void anAddressOrAFileOfTheHostIsAddedUnderAnyName() {
    assertThat(ordered("image", "add", "x", "http://h/x.img", "--checksum", "http://h/S", "--raw"))
        .isEqualTo(
            new ImageOperation.AddImage(
                "h1", "x", new Source.FromUrl("http://h/x.img", "http://h/S"), "", "", true));
    assertThat(ordered("image", "add", "x", "/srv/x.iso", "--os", "Debian 12"))
        .isEqualTo(
            new ImageOperation.AddImage(
                "h1", "x", new Source.FromFile("/srv/x.iso", null), "Debian 12", "", false));
    Desk.Outcome unknown = desk.run("image", "add", "x", "nobody-knows");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("image known", "http or https address");
    assertThat(desk.run("image", "add", "../x", "/srv/x.iso").status()).isEqualTo(2);
  }

  @Test
  void whatAVmIsMadeFromIsFetchedFirst() {
    Desk.Outcome plan = desk.run("vm", "create", "new", "--image", "ours", "--dry-run");
    assertThat(plan.out()).contains("Add the image ours on h1 from " + MIRROR);
    assertThat(desk.run("vm", "create", "new", "--image", "ours", "--no-wait").err())
        .contains("leave --no-wait out");
    assertThat(desk.fleet().room().recentOperations(10)).isEmpty();

    Desk.Outcome made = desk.run("vm", "create", "new-{1..2}", "--image", "ours");
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.err())
        .contains("is fetched from " + MIRROR)
        .containsPattern("create new-1: done \\(operation [23]\\): .+-.+-")
        .containsPattern("create new-2: done \\(operation [23]\\): .+-.+-");
    assertThat(desk.fleet().room().recentOperations(10))
        .extracting(record -> record.operation().verb().title())
        .containsExactly("create", "create", "image add");

    Desk.Outcome again = desk.run("vm", "create", "third", "--image", "ours");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).as("it is there now").doesNotContain("fetched");
    assertThat(desk.run("vm", "create", "x", "--image", "nobody-knows").status()).isEqualTo(3);
  }

  @Test
  void anImageThatCannotBeFetchedMakesNoVm() {
    desk.fleet().agent("h1").failNext(new Failure(ErrorCode.SOURCE_UNREACHABLE, "No answer."));
    Desk.Outcome failed = desk.run("vm", "create", "new", "--image", "ours");
    assertThat(failed.status()).isNotZero();
    assertThat(failed.err()).contains("No answer.", "No VM was made.");
    assertThat(desk.run("vm", "list").out()).doesNotContain("new");
  }

  @Test
  void aRunningVmIsShutDownOnlyByOneWhoConfirms() {
    Desk.Outcome asked = desk.run("image", "make", "web01", "golden", "--shutdown");
    assertThat(asked.status()).isEqualTo(2);
    assertThat(asked.err()).contains("needs to be confirmed", "--yes");
    assertThat(desk.run("image", "rm", "base").err()).contains("needs to be confirmed");
    assertThat(desk.run("image", "rm", "none", "--yes").status()).isEqualTo(3);
    assertThat(desk.run("image", "make", "web01", "golden", "--dry-run").out())
        .contains("Make the image golden of the first disk of web01");
  }
}
