package dev.pilothouse.tui.shell;

import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.verb.Verbs;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words of the command shell as picocli knows them: nouns, verbs, options. Parsing writes into
 * it, so that each use needs its own.
 */
final class Grammar {
  static final String PROGRAM = "pilothouse";
  private static final int HELP_WIDTH = 80;

  private static final Map<String, String> NOUNS = nouns();

  private Grammar() {}

  private static Map<String, String> nouns() {
    Map<String, String> nouns = new LinkedHashMap<>();
    nouns.put("host", "The machines that run VMs.");
    nouns.put("fleet", "All hosts together.");
    nouns.put("vm", "Virtual machines.");
    nouns.put("net", "Virtual networks of hosts.");
    nouns.put("nic", "Network interfaces of VMs.");
    nouns.put("pool", "Storage pools: where the disks of VMs live.");
    nouns.put("disk", "Disks of VMs, and volumes of pools.");
    nouns.put("image", "What VMs are made of: base images and installation media.");
    nouns.put("snapshot", "States of VMs to go back to.");
    nouns.put("migration", "VMs on their way to another host.");
    nouns.put("op", "Operations: what was ordered, how far it is, how it ended.");
    nouns.put("event", "What happened.");
    nouns.put("session", "Who is logged in.");
    return Map.copyOf(nouns);
  }

  /** A fresh parser; the user object of a verb's spec is its {@link Command}. */
  static CommandLine parser() {
    CommandSpec root = spec(PROGRAM, "The control room for KVM hosts.");
    Map<String, CommandSpec> nouns = new LinkedHashMap<>();
    for (Command command : Verbs.all()) {
      CommandSpec verb = CommandSpec.wrapWithoutInspection(command);
      verb.name(command.word());
      verb.addOption(help());
      verb.usageMessage().description(command.summary());
      command.syntax().accept(verb);
      if (command.noun().isEmpty()) {
        root.addSubcommand(command.word(), verb);
      } else {
        nouns
            .computeIfAbsent(command.noun(), noun -> spec(noun, NOUNS.getOrDefault(noun, "")))
            .addSubcommand(command.word(), verb);
      }
    }
    nouns.forEach(root::addSubcommand);
    CommandLine parser = new CommandLine(root);
    // Nothing that a person types may read a file or a variable of this machine.
    parser.setExpandAtFiles(false);
    parser.setInterpolateVariables(false);
    parser.setTrimQuotes(false);
    parser.setAbbreviatedOptionsAllowed(false);
    parser.setAbbreviatedSubcommandsAllowed(false);
    parser.setOverwrittenOptionsAllowed(false);
    parser.setUsageHelpWidth(HELP_WIDTH);
    return parser;
  }

  private static CommandSpec spec(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.addOption(help());
    spec.usageMessage().description(description);
    spec.usageMessage().synopsisSubcommandLabel(name.equals(PROGRAM) ? "NOUN VERB" : "VERB");
    return spec;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .type(boolean.class)
        .arity("0")
        .usageHelp(true)
        .description("Show this help.")
        .build();
  }

  static String usage(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF);
  }
}
