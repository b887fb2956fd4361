package dev.pilothouse.config;

import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import dev.pilothouse.config.source.SourceFile;
import dev.pilothouse.config.source.Surroundings;
import dev.pilothouse.config.value.ByteSize;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The agent of one host: {@code agent.yaml}.
 *
 * @param libvirt the connection URI, as virsh's {@code --connect} takes it
 * @param trustedKeys whose orders are carried out
 * @param stateDirectory where the journal lies
 * @param mayAtMost the most that anybody may do on this host, whatever an order says
 * @param parallelOperations at a time, on different VMs
 * @param trashGrace how long what is in the trash can be restored
 * @param migration how VMs come here from other hosts, and leave
 * @param memoryOvercommit how many times the host's memory may be promised to VMs
 * @param images where they lie and what they may be
 * @param consoles of the guests
 */
public record AgentConfig(
    String libvirt,
    RedisConfig redis,
    TrustedKeys trustedKeys,
    Path stateDirectory,
    Ceiling mayAtMost,
    int parallelOperations,
    DomainType domainType,
    Duration trashGrace,
    Migration migration,
    double memoryOvercommit,
    Images images,
    Consoles consoles,
    LogConfig log) {

  /**
   * The guests' consoles.
   *
   * @param keep whether serial consoles are open while nobody looks, too, so that what guests
   *     printed before is there; then nobody else has them unless by force
   */
  public record Consoles(boolean keep) {
    private static Consoles read(Section in) {
      return new Consoles(in.value("keep", Form.flag(), true));
    }
  }

  /**
   * Where images lie.
   *
   * @param pool libvirt's storage pool; made at the first use when there is none
   * @param folder where that pool is made
   * @param maxVirtualSize larger disks are refused
   */
  public record Images(String pool, String folder, ByteSize maxVirtualSize) {
    private static final Form<String> POOL =
        Form.matching(
            "a name of letters, digits, dots, dashes and underscores",
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"));
    private static final Form<String> FOLDER =
        Form.matching(
            "an absolute path on libvirt's host", Pattern.compile("/[^\\p{Cntrl}]{1,1000}"));

    private static Images read(Section in) {
      return new Images(
          in.value("pool", POOL, "images"),
          in.value("folder", FOLDER, "/var/lib/libvirt/images/pilothouse"),
          in.value(
              "maxVirtualSize",
              Form.size(ByteSize.mebibytes(1), ByteSize.mebibytes(1L << 30)),
              ByteSize.mebibytes(2L << 20)));
    }
  }

  /**
   * How VMs come here, and leave.
   *
   * @param uri of this host's libvirt as other hosts reach it; empty for one of the host's name
   * @param address where QEMU receives memory and disks; empty to leave it to libvirt
   * @param parallel how many VMs leave at a time
   */
  public record Migration(
      Optional<String> uri, Optional<String> address, Transport transport, int parallel) {
    private static Migration read(Section in) {
      return new Migration(
          in.value("uri", LIBVIRT_URI),
          in.value("address", Forms.ADDRESS),
          in.value("transport", Form.choice(Transport.class), Transport.TLS),
          in.value("parallel", Form.number(1, 64), 2));
    }
  }

  /** How memory and disks travel to this host. */
  public enum Transport {
    TLS,
    /** Inside libvirtd's own connection, which cannot carry disks. */
    TUNNEL,
    PLAIN
  }

  /** Permissions, each with all before it. */
  public enum Ceiling {
    VIEW,
    OPERATE,
    CONFIGURE,
    DELETE
  }

  /** How the CPUs of new VMs run. */
  public enum DomainType {
    /** KVM where it is usable, else QEMU's own emulation. */
    AUTO,
    KVM,
    QEMU
  }

  /**
   * The Ed25519 keys of the management nodes.
   *
   * @param file where they stand; empty when they stand in {@code agent.yaml} itself
   */
  public record TrustedKeys(Optional<Path> file, List<PublicKey> keys) {
    public TrustedKeys {
      keys = List.copyOf(keys);
    }
  }

  private static final Form<String> LIBVIRT_URI =
      Form.matching(
          "a libvirt URI such as qemu:///system",
          Pattern.compile("[a-z][a-z0-9]*(\\+[a-z0-9]+)?://[^\\s]{0,1000}"));

  /**
   * @throws ConfigException with everything that is wrong with {@code file}
   */
  public static AgentConfig load(Path file, Surroundings surroundings) throws ConfigException {
    return SourceFile.load(file, surroundings, AgentConfig::read);
  }

  private static AgentConfig read(Section in) {
    return new AgentConfig(
        in.value("libvirt", LIBVIRT_URI, "qemu:///system"),
        in.section("redis", RedisConfig::read),
        trustedKeys(in),
        in.path("stateDirectory", "/var/lib/pilothouse/agent"),
        in.value("mayAtMost", Form.choice(Ceiling.class), Ceiling.DELETE),
        in.value("parallelOperations", Form.number(1, 256), 8),
        in.value("domainType", Form.choice(DomainType.class), DomainType.AUTO),
        in.value(
            "trashGrace",
            Form.duration(Duration.ofHours(1), Duration.ofDays(365)),
            Duration.ofDays(7)),
        in.section("migration", Migration::read),
        in.value("memoryOvercommit", Form.decimal(0.1, 100), 1.0),
        in.section("images", Images::read),
        in.section("consoles", Consoles::read),
        in.section("log", LogConfig::read));
  }

  private static TrustedKeys trustedKeys(Section in) {
    String key = "trustedKeys";
    TrustedKeys trusted;
    if (in.holdsList(key)) {
      trusted = new TrustedKeys(Optional.empty(), in.values(key, PublicKeys.FORM));
    } else {
      Path file = in.path(key, "trusted-keys");
      trusted = new TrustedKeys(Optional.of(file), in.companion(key, file, PublicKeys.FORM));
    }
    if (trusted.keys.isEmpty() && in.isSound(key)) {
      in.refuse(
          key,
          "no key is trusted, so no order would be carried out",
          "give the public key of every management node");
    }
    return trusted;
  }
}
