package dev.pilothouse.dist.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Displays of real guests through plain OpenSSH, wherever QEMU listens for them; the judges are a
 * VNC client that knows nothing of us, and libvirt's own screenshot.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class DisplaysIT {
  private static final Duration LIMIT = Duration.ofMinutes(Program.MINUTES);

  /** From the VM's stop to the end of a viewer's connection. */
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);

  private static final String GREETING = "RFB 003.008\n";

  /** A VNC viewer's port for display N is 5900 + N. */
  private static final int FIRST_PORT = 5900;

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final OpenSsh viewer = new OpenSsh(admin.home(), "vic");
  private final Deployment pilothouse = new Deployment(lab, admin, host);
  private final List<Process> clients = new ArrayList<>();

  @BeforeAll
  void setUp() throws Exception {
    Path users = lab.directory().resolve("users.yaml");
    Files.writeString(
        users,
        Files.readString(users)
            + "  - name: vic\n    role: viewer\n    keys: [%s]\n".formatted(admin.publicKey()));
    start("tcp", "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>");
    start("unix", "<graphics type='vnc' socket='/var/lib/libvirt/qemu/unix.vnc'/>");
    start("none", "<graphics type='vnc'><listen type='none'/></graphics>");
    start("blind", "");
    await()
        .atMost(LIMIT)
        .until(() -> ssh(admin, "vm", "list", "-o", "name").output().split("\n").length == 4);
  }

  private void start(String name, String graphics) {
    String video = graphics.isEmpty() ? "none" : "vga";
    host.define(
        Guest.tiny(name)
            .withDevices(graphics)
            .xml()
            .replace("<model type='none'/>", "<model type='" + video + "'/>"));
    host.virsh("start", name);
  }

  @AfterAll
  void tearDown() {
    clients.forEach(Process::destroyForcibly);
    pilothouse.close();
    lab.close();
  }

  private Outcome ssh(OpenSsh who, String... words) {
    return who.run(pilothouse.port(), "", words);
  }

  /** {@code ssh -W TARGET}; what it said when it ended. */
  private Outcome refused(OpenSsh who, String target) {
    return Program.run(who.command(pilothouse.port(), List.of("-W", target)), "");
  }

  /** {@code ssh -N -L PORT:TARGET}; returns when it listens. */
  private void forward(int port, String target) throws IOException {
    clients.add(
        Program.start(
            admin.command(
                pilothouse.port(), List.of("-N", "-L", "127.0.0.1:" + port + ":" + target)),
            lab.directory().resolve("forward.log")));
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              connect(port).close();
              return true;
            });
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Math.max(socket.getLocalPort(), FIRST_PORT + 1);
    }
  }

  private static String greeting(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(GREETING.length()), US_ASCII);
  }

  @Test
  @Order(1)
  void whereverItListens() throws Exception {
    for (String name : List.of("tcp", "unix", "none")) {
      int port = freePort();
      forward(port, name + ".vnc:1");
      try (Socket socket = connect(port)) {
        assertThat(greeting(socket)).as(name).isEqualTo(GREETING);
      }
    }
  }

  @Test
  @Order(2)
  void aVncClientSeesWhatLibvirtSees() throws Exception {
    for (String name : List.of("tcp", "unix")) {
      host.virsh("suspend", name); // else the cursor blinks
      int port = freePort();
      forward(port, name + ".vnc:1");
      Path seen = lab.directory().resolve(name + ".png");
      Outcome capture =
          Program.run(
              List.of("gvnccapture", "-q", "127.0.0.1:" + (port - FIRST_PORT), seen.toString()),
              "");
      assertThat(capture.status()).as("%s", capture).isZero();
      Path told = lab.directory().resolve(name + ".told");
      host.virsh("screenshot", name, told.toString());

      BufferedImage ours = ImageIO.read(seen.toFile());
      BufferedImage libvirts = picture(told);
      assertThat(ours.getWidth()).isEqualTo(libvirts.getWidth());
      assertThat(ours.getHeight()).isEqualTo(libvirts.getHeight());
      assertThat(differences(ours, libvirts)).as("differing pixels").isZero();
      assertThat(colours(ours)).as("it is no empty picture").isGreaterThan(1);
      host.virsh("resume", name);
    }
  }

  private static int differences(BufferedImage a, BufferedImage b) {
    int differ = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        if ((a.getRGB(x, y) & 0xFFFFFF) != (b.getRGB(x, y) & 0xFFFFFF)) {
          differ++;
        }
      }
    }
    return differ;
  }

  private static long colours(BufferedImage picture) {
    return java.util.Arrays.stream(
            picture.getRGB(
                0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
        .distinct()
        .count();
  }

  /** PNG, or a binary PPM with 8 bits a colour, which older QEMUs write. */
  private static BufferedImage picture(Path file) throws IOException {
    BufferedImage png = ImageIO.read(file.toFile());
    if (png != null) {
      return png;
    }
    byte[] all = Files.readAllBytes(file);
    String head = new String(all, 0, Math.min(all.length, 40), US_ASCII);
    String[] words = head.split("\\s+", 5);
    assertThat(words[0]).isEqualTo("P6");
    int width = Integer.parseInt(words[1]);
    int height = Integer.parseInt(words[2]);
    int at = all.length - 3 * width * height;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int rgb =
          (all[at + 3 * i] & 0xFF) << 16
              | (all[at + 3 * i + 1] & 0xFF) << 8
              | (all[at + 3 * i + 2] & 0xFF);
      picture.setRGB(i % width, i / width, rgb);
    }
    return picture;
  }

  @Test
  @Order(3)
  void refusalsAreInTheClientsOwnError() {
    assertThat(refused(admin, "blind.vnc:1").errors())
        .contains("open failed: connect failed: h1/blind: It has no VNC display, and no other.");
    assertThat(refused(admin, "tcp.spice:1").errors())
        .contains("It has no SPICE display; what it has is vnc.");
    assertThat(refused(viewer, "tcp.vnc:1").errors())
        .contains("administratively prohibited: vic, as viewer, may not open the display of tcp");
    assertThat(refused(viewer, "tcp:22").errors())
        .contains("administratively prohibited: vic, as viewer, may not connect to ports");
    assertThat(refused(admin, "127.0.0.1:22").errors())
        .contains("administratively prohibited: There is no VM '127.0.0.1'");
    assertThat(refused(admin, "h1:22").errors()).contains("There is no VM 'h1'");
    assertThat(refused(admin, "tcp:22").errors())
        .contains("h1/tcp: No address of the guest is known.");
  }

  @Test
  @Order(4)
  void aKilledAgentClosesTheViewersConnection() throws Exception {
    int port = freePort();
    forward(port, "tcp.vnc:1");
    try (Socket socket = connect(port)) {
      assertThat(greeting(socket)).isEqualTo(GREETING);
      pilothouse.killer(Part.AGENT).run();
      socket.setSoTimeout((int) LIMIT.toMillis());
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    pilothouse.restart(Part.AGENT);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              try (Socket again = connect(port)) {
                assertThat(greeting(again)).isEqualTo(GREETING);
              }
            });
  }

  @Test
  @Order(5)
  void aVmThatStopsClosesTheConnectionWithinASecond() throws Exception {
    int port = freePort();
    forward(port, "unix.vnc:1");
    try (Socket socket = connect(port)) {
      assertThat(greeting(socket)).isEqualTo(GREETING);
      host.virsh("destroy", "unix");
      long stopped = System.nanoTime();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(CLOSES_WITHIN);
    }
    assertThat(refused(admin, "unix.vnc:1").errors()).contains("connect failed: unix is shut off.");
  }
}
