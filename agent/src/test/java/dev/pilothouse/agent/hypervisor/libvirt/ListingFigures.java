package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Measures, for BENCHMARKS.md: listing many domains against {@code virsh list --all} in the same
 * run, and how long after somebody else's {@code virsh start} the event is here. Run {@code main}.
 */
final class ListingFigures {
  private ListingFigures() {}

  public static void main(String[] sizes) throws Exception {
    try (Lab lab = Lab.open();
        LabHost host = lab.host("h1");
        Link maker = Link.open(host.uri(), Side.OWN, (vm, name, what, turn) -> {}, why -> {})) {
      Guest model = Guest.tiny("model");
      String xml = model.xml();
      int defined = 0;
      for (String size : sizes) {
        long before = System.nanoTime();
        for (; defined < Integer.parseInt(size); defined++) {
          String one =
              xml.replace("<name>model<", "<name>vm-%05d<".formatted(defined))
                  .replace("<uuid>" + model.uuid() + "</uuid>", "");
          // Not through the port: it validates each, which takes libvirt 60 ms.
          maker.call(
              Lane.ACT,
              conn -> LIBVIRT.virDomainFree(Errors.check(LIBVIRT.virDomainDefineXML(conn, one))));
        }
        System.out.printf("%s domains, defined up to here in %.0f ms%n", size, since(before));
        double virsh = median(9, () -> host.virsh("list", "--all"));
        double cold =
            median(
                3,
                () -> {
                  try (Hypervisor fresh = open(host)) {
                    long start = System.nanoTime();
                    fresh.list();
                    System.out.printf("  cold list %.1f ms (without connecting)%n", since(start));
                  }
                });
        try (Hypervisor warm = open(host)) {
          warm.list();
          double list = median(25, warm::list);
          double cpu = median(25, warm::cpuTimes);
          System.out.printf(
              "  virsh list --all %.1f ms; warm list %.1f ms (1 : %.1f); cold with connecting %.1f"
                  + " ms (%.1f : 1); cpuTimes %.2f ms%n",
              virsh, list, virsh / list, cold, cold / virsh, cpu);
        }
      }
      events(host);
    }
  }

  private static void events(LabHost host) throws Exception {
    Guest guest = Guest.tiny("latency");
    host.define(guest);
    try (Hypervisor hypervisor = open(host)) {
      BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
      hypervisor.listen(
          event -> {
            if (event instanceof HypervisorEvent.VmChanged changed
                && changed.what().equals("started (booted)")
                && hypervisor.find(changed.vm()).orElseThrow().state().active()) {
              heard.add(System.nanoTime());
            }
          });
      double[] after = new double[10];
      for (int i = 0; i < after.length; i++) {
        host.virsh("start", guest.name());
        long returned = System.nanoTime();
        after[i] = (heard.take() - returned) / 1e6;
        host.virsh("destroy", guest.name());
      }
      Arrays.sort(after);
      System.out.printf(
          "  VM known as running after virsh start returned: median %.1f ms, worst %.1f ms%n",
          after[after.length / 2], after[after.length - 1]);
    }
  }

  private static Hypervisor open(LabHost host) {
    return LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(int times, Runnable deed) {
    double[] took = new double[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      deed.run();
      took[i] = since(start);
    }
    Arrays.sort(took);
    return took[times / 2];
  }
}
