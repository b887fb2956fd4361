package dev.pilothouse.agent.hypervisor.simulated;

/**
 * A guest at its serial console: it asks who one is, lets everybody in, and knows no command. Not
 * thread-safe.
 */
final class SimulatedLogin {
  private final String name;
  private final StringBuilder line = new StringBuilder();
  private boolean in;

  SimulatedLogin(String name) {
    this.name = name;
  }

  /** What it prints by itself. */
  String greeting() {
    return "\r\nSimulated Linux\r\n\r\n" + prompt();
  }

  private String prompt() {
    return in ? name + ":~# " : name + " login: ";
  }

  /** What it answers. */
  String typed(String text) {
    StringBuilder answer = new StringBuilder();
    text.chars().forEach(c -> answer.append(typed((char) c)));
    return answer.toString();
  }

  private String typed(char c) {
    return switch (c) {
      case '\r', '\n' -> entered();
      case '\b', 127 -> {
        boolean empty = line.isEmpty();
        line.setLength(Math.max(0, line.length() - 1));
        yield empty ? "" : "\b \b";
      }
      default -> {
        if (c < ' ' || line.length() > 1000) {
          yield "";
        }
        line.append(c);
        yield String.valueOf(c);
      }
    };
  }

  private String entered() {
    String words = line.toString().strip();
    line.setLength(0);
    if (words.isEmpty()) {
      return "\r\n" + prompt();
    }
    if (!in || words.equals("exit")) {
      in = !in;
      return "\r\n" + prompt();
    }
    return "\r\nsh: " + words.split(" ", 2)[0] + ": not found\r\n" + prompt();
  }
}
