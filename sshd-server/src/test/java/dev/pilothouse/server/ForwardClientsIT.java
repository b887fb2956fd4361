package dev.pilothouse.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.server.DoorFixture.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections to VMs with clients that are not OpenSSH: PuTTY's, dropbear's, and paramiko. */
@Timeout(180)
class ForwardClientsIT {
  private static final byte[] HELLO = "hello guest\n".getBytes(US_ASCII);

  /** What sends a line, says what comes back, and says why another target is refused. */
  private static final String PARAMIKO =
      """
      import sys, paramiko
      client = paramiko.SSHClient()
      client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
      client.connect('127.0.0.1', int(sys.argv[1]), username='alice', key_filename=sys.argv[2],
                     look_for_keys=False, allow_agent=False)
      channel = client.get_transport().open_channel('direct-tcpip', ('web01', 7), ('127.0.0.1', 1))
      channel.sendall(b'hello guest\\n')
      channel.shutdown_write()
      print(channel.makefile('rb').read().decode(), end='')
      try:
          client.get_transport().open_channel('direct-tcpip', ('nobody', 7), ('127.0.0.1', 1))
      except paramiko.ChannelException as e:
          print(e)
      """;

  @TempDir Path dir;
  private DoorFixture fixture;
  private GuestServer guest;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new DoorFixture(dir, settings -> settings);
    guest = GuestServer.echo();
    fixture.reception.guest = guest.port();
  }

  @AfterEach
  void tearDown() throws Exception {
    guest.close();
    fixture.close();
  }

  private String port() {
    return Integer.toString(fixture.door.port());
  }

  private String file(String name) {
    return dir.resolve(name).toString();
  }

  private String done(List<String> command) throws Exception {
    Ended ended = fixture.run(command);
    assertThat(ended.status()).as("%s", ended).isZero();
    return ended.out();
  }

  @Test
  void plink() throws Exception {
    done(List.of("puttygen", file("id"), "-O", "private", "-o", file("id.ppk")));
    Path known = dir.resolve("scanned");
    Files.writeString(
        known, done(List.of("ssh-keyscan", "-t", "ed25519", "-p", port(), "127.0.0.1")));
    String fingerprint = done(List.of("ssh-keygen", "-lf", known.toString())).split(" ")[1];

    Ended echoed = fixture.run(plink(fingerprint, "web01:7"), HELLO);
    Ended refused = fixture.run(plink(fingerprint, "nobody:7"));

    assertThat(echoed.out()).as("%s", echoed).isEqualTo("hello guest\n");
    assertThat(refused.err()).contains("[There is no VM 'nobody'");
  }

  private List<String> plink(String fingerprint, String target) {
    return List.of(
        "plink",
        "-batch",
        "-hostkey",
        fingerprint,
        "-i",
        file("id.ppk"),
        "-P",
        port(),
        "-nc",
        target,
        "alice@127.0.0.1");
  }

  @Test
  void dbclient() throws Exception {
    done(List.of("dropbearconvert", "openssh", "dropbear", file("id"), file("id.db")));

    Ended echoed = fixture.run(dbclient("web01:7"), HELLO);
    Ended refused = fixture.run(dbclient("nobody:7"));

    assertThat(echoed.out()).as("%s", echoed).isEqualTo("hello guest\n");
    assertThat(refused.out()).isEmpty(); // it says nothing of why
  }

  private List<String> dbclient(String target) {
    return List.of(
        "dbclient", "-y", "-y", "-i", file("id.db"), "-p", port(), "-B", target, "alice@127.0.0.1");
  }

  @Test
  void paramiko() throws Exception {
    Path script = Files.writeString(dir.resolve("client.py"), PARAMIKO);

    String said =
        done(List.of("/usr/bin/python3", "-W", "ignore", script.toString(), port(), file("id")));

    assertThat(said).startsWith("hello guest\n").contains("Administratively prohibited");
  }
}
