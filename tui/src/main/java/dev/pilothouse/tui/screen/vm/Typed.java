package dev.pilothouse.tui.screen.vm;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.VmSettings;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import dev.pilothouse.tui.widget.TextField;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed into the form for a VM's settings.
 *
 * @param was before
 * @param texts what stands in each field
 */
record Typed(VmSettings was, Map<Item, String> texts) {
  private static final Set<String> BOOT = Set.of("disk", "cdrom", "network", "floppy");
  private static final long LEAST_MEMORY = 16L << 20;

  Typed {
    texts = Map.copyOf(texts);
  }

  static Typed of(VmSettings was, Map<Item, TextField> fields) {
    Map<Item, String> texts = new EnumMap<>(Item.class);
    fields.forEach((item, field) -> texts.put(item, field.text()));
    return new Typed(was, texts);
  }

  String text(Item item) {
    return texts.getOrDefault(item, "");
  }

  boolean changed(Item item) {
    return !text(item).strip().equals(item.text(was).strip());
  }

  boolean changed() {
    return Arrays.stream(Item.values()).anyMatch(this::changed);
  }

  OptionalInt count(Item item) {
    String text = text(item).strip();
    return text.matches("[1-9][0-9]{0,3}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  OptionalLong bytes(Item item) {
    try {
      return OptionalLong.of(ByteAmount.wholeMebibytes(ByteAmount.read(text(item))));
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  private List<String> tags() {
    return List.copyOf(new LinkedHashSet<>(words(text(Item.TAGS))));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("[,\\s]+")).filter(w -> !w.isEmpty()).toList();
  }

  /** The first problem, that of {@code first} before all others; empty when all is well. */
  String problem(Item first) {
    String mine = problemOf(first);
    return !mine.isEmpty()
        ? mine
        : Arrays.stream(Item.values())
            .map(this::problemOf)
            .filter(problem -> !problem.isEmpty())
            .findFirst()
            .orElse("");
  }

  private String problemOf(Item item) {
    return switch (item) {
      case VCPUS, MAX_VCPUS -> cpuProblem(item);
      case MEMORY, MAX_MEMORY -> memoryProblem(item);
      case TITLE, DESCRIPTION -> "";
      case TAGS ->
          tags().stream().anyMatch(tag -> tag.length() > 64)
              ? "A tag has at most 64 characters."
              : "";
      case BOOT ->
          BOOT.containsAll(Values.bootWords(text(item)))
              ? twice(Values.bootWords(text(item)))
              : "Boot devices are disk, cdrom, network, floppy.";
      case PROTECTION -> "";
    };
  }

  private static String twice(List<String> words) {
    return Set.copyOf(words).size() < words.size() ? "A boot device is named twice." : "";
  }

  private String cpuProblem(Item item) {
    OptionalInt count = count(item);
    if (count.isEmpty()) {
      return "vCPUs: a number from 1 on.";
    }
    OptionalInt max = count(Item.MAX_VCPUS);
    OptionalInt now = count(Item.VCPUS);
    boolean touched = changed(Item.VCPUS) || changed(Item.MAX_VCPUS);
    return touched && max.isPresent() && now.isPresent() && now.getAsInt() > max.getAsInt()
        ? "More vCPUs than the most it can have: raise that too."
        : "";
  }

  private String memoryProblem(Item item) {
    OptionalLong bytes = bytes(item);
    if (bytes.isEmpty()) {
      return "Memory: a size such as 512M or 2G.";
    }
    boolean touched = changed(Item.MEMORY) || changed(Item.MAX_MEMORY);
    if (touched && bytes.getAsLong() < LEAST_MEMORY) {
      return "No guest runs in less than " + ByteAmount.of(LEAST_MEMORY) + ".";
    }
    OptionalLong max = bytes(Item.MAX_MEMORY);
    OptionalLong now = bytes(Item.MEMORY);
    return touched && max.isPresent() && now.isPresent() && now.getAsLong() > max.getAsLong()
        ? "More memory than the most it can have: raise that too."
        : "";
  }

  /** Only what was changed; there must be no problem. */
  Values values() {
    List<String> tags = tags();
    boolean tagsChanged = changed(Item.TAGS);
    return new Values(
        changed(Item.VCPUS) ? Integer.valueOf(count(Item.VCPUS).orElseThrow()) : null,
        changed(Item.MAX_VCPUS) ? Integer.valueOf(count(Item.MAX_VCPUS).orElseThrow()) : null,
        changed(Item.MEMORY) ? Long.valueOf(bytes(Item.MEMORY).orElseThrow()) : null,
        changed(Item.MAX_MEMORY) ? Long.valueOf(bytes(Item.MAX_MEMORY).orElseThrow()) : null,
        ifChanged(Item.TITLE),
        ifChanged(Item.DESCRIPTION),
        tagsChanged ? tags.stream().filter(t -> !was.tags().contains(t)).toList() : List.of(),
        tagsChanged ? was.tags().stream().filter(t -> !tags.contains(t)).toList() : List.of(),
        changed(Item.BOOT) ? Values.bootWords(text(Item.BOOT)) : null,
        changed(Item.PROTECTION) ? Boolean.valueOf(text(Item.PROTECTION).equals("on")) : null);
  }

  private @Nullable String ifChanged(Item item) {
    return changed(item) ? text(item).strip() : null;
  }
}
