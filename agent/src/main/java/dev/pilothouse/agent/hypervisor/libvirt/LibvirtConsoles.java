package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.libvirt.jna.CString;
import org.libvirt.jna.SizeT;

/** Guests' consoles, pictures, memory and keyboards through libvirt. */
final class LibvirtConsoles implements Consoles {
  /** Room for 8K in PPM. */
  private static final int MOST_PICTURE = 128 << 20;

  /** VIR_MEMORY_PHYSICAL. */
  private static final int PHYSICAL = 2;

  /** VIR_KEYCODE_SET_LINUX. */
  private static final int LINUX_CODES = 0;

  private final Connection connection;
  private final ConsoleStreams streams;

  LibvirtConsoles(Connection connection, String uri) {
    this.connection = connection;
    this.streams = new ConsoleStreams(uri);
  }

  @Override
  public SerialConsole open(UUID vm, boolean force, Ear ear) {
    return streams.open(vm, force, ear);
  }

  @Override
  public byte[] screenshot(UUID vm) {
    return connection
        .link()
        .call(
            Lane.PROBE,
            conn ->
                Domains.with(
                    conn,
                    vm,
                    domain ->
                        Received.of(
                            conn,
                            MOST_PICTURE,
                            stream -> {
                              CString mime = LIBVIRT.virDomainScreenshot(domain, stream, 0, 0);
                              return mime == null ? -1 : 0;
                            })));
  }

  @Override
  public byte[] peek(UUID vm, long address, int bytes) {
    return connection
        .link()
        .on(
            Lane.PROBE,
            vm,
            domain -> {
              byte[] read = new byte[bytes];
              Errors.check(
                  LIBVIRT.virDomainMemoryPeek(
                      domain, address, new SizeT(bytes), ByteBuffer.wrap(read), PHYSICAL));
              return read;
            });
  }

  @Override
  public void press(UUID vm, List<Integer> codes, Duration hold) {
    int[] keys = codes.stream().mapToInt(Integer::intValue).toArray();
    int unused =
        connection
            .link()
            .on(
                Lane.ACT,
                vm,
                domain ->
                    Errors.check(
                        LIBVIRT.virDomainSendKey(
                            domain, LINUX_CODES, (int) hold.toMillis(), keys, keys.length, 0)));
  }
}
