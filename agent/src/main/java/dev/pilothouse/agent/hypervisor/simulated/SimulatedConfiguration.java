package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.xml.DiskTuningXml;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.agent.xml.DomainEdit;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes the XML of VMs that are nothing but XML. */
public final class SimulatedConfiguration implements Configuration {
  /** Where the XML of VMs is. */
  public interface Definitions {
    /**
     * @throws OperationException WRONG_STATE when the VM has no definition of that kind
     */
    String xml(UUID vm, Scope scope);

    void change(UUID vm, Scope scope, UnaryOperator<String> change);
  }

  private final Definitions definitions;

  public SimulatedConfiguration(Definitions definitions) {
    this.definitions = definitions;
  }

  @Override
  public void setVcpus(UUID vm, int count, Scope scope) {
    definitions.change(
        vm,
        scope,
        xml -> {
          int max = DomainXml.parse(xml).vcpu().max();
          require(count <= max, "requested vcpus is greater than max allowable vcpus: " + max);
          return DomainEdit.of(xml).vcpus(count, max).text();
        });
  }

  @Override
  public void setMaxVcpus(UUID vm, int count) {
    definitions.change(
        vm,
        Scope.DEFINED,
        xml ->
            DomainEdit.of(xml)
                .vcpus(Math.min(count, DomainXml.parse(xml).vcpu().now()), count)
                .text());
  }

  @Override
  public void setMemory(UUID vm, long bytes, Scope scope) {
    definitions.change(
        vm,
        scope,
        xml -> {
          long max = DomainXml.parse(xml).maxMemoryBytes();
          require(bytes <= max, "cannot set memory higher than max memory");
          return DomainEdit.of(xml).memory(bytes, max).text();
        });
  }

  @Override
  public void setMaxMemory(UUID vm, long bytes) {
    definitions.change(
        vm,
        Scope.DEFINED,
        xml ->
            DomainEdit.of(xml)
                .memory(Math.min(bytes, DomainXml.parse(xml).memoryBytes()), bytes)
                .text());
  }

  @Override
  public void setTitle(UUID vm, String title, Scope scope) {
    require(title.indexOf('\n') < 0, "metadata title can't contain newlines");
    definitions.change(vm, scope, xml -> DomainEdit.of(xml).text("title", title).text());
  }

  @Override
  public void setDescription(UUID vm, String description, Scope scope) {
    definitions.change(
        vm, scope, xml -> DomainEdit.of(xml).text("description", description).text());
  }

  @Override
  public @Nullable String own(UUID vm, Scope scope) {
    return DomainEdit.of(definitions.xml(vm, scope)).own();
  }

  @Override
  public void setOwn(UUID vm, String element, Scope scope) {
    definitions.change(vm, scope, xml -> DomainEdit.of(xml).own(element).text());
  }

  @Override
  public void setBoot(UUID vm, List<String> words) {
    definitions.change(vm, Scope.DEFINED, xml -> DomainEdit.of(xml).boot(words).text());
  }

  @Override
  public void setMedium(UUID vm, String drive, String source, Scope scope) {
    definitions.change(
        vm,
        scope,
        xml -> {
          DomainEdit edit = DomainEdit.of(xml);
          edit.medium(drive, source);
          return edit.text();
        });
  }

  @Override
  public void setDiskDriver(UUID vm, String target, @Nullable String cache, @Nullable String io) {
    definitions.change(
        vm, Scope.DEFINED, xml -> with(xml, target, DiskTuningXml.driver(xml, target, cache, io)));
  }

  @Override
  public void setDiskLimits(
      UUID vm, String target, @Nullable Long iops, @Nullable Long bytesPerSecond, Scope scope) {
    definitions.change(
        vm,
        scope,
        xml -> with(xml, target, DiskTuningXml.limits(xml, target, iops, bytesPerSecond)));
  }

  private static String with(String xml, String target, Optional<String> disk) {
    return DisksXml.with(
        DisksXml.without(xml, target),
        disk.orElseThrow(
            () ->
                new OperationException(ErrorCode.NOT_FOUND, "The VM has no disk " + target + ".")));
  }

  private static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new OperationException(ErrorCode.BAD_INPUT, otherwise);
    }
  }
}
