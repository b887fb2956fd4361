package dev.pilothouse.tui.frame;

/** What a terminal without UTF-8 shows in place of the glyphs that we paint ourselves. */
final class AsciiFallback {

  private AsciiFallback() {}

  static char of(int codePoint) {
    if (codePoint < 0x7F) {
      return (char) codePoint;
    }
    if (codePoint >= 0x2500 && codePoint <= 0x257F) {
      return switch (codePoint) {
        case '─', '━', '┄', '┅', '┈', '┉', '╌', '╍', '═', '╴', '╶', '╸', '╺' -> '-';
        case '│', '┃', '┆', '┇', '┊', '┋', '╎', '╏', '║', '╵', '╷', '╹', '╻' -> '|';
        default -> '+';
      };
    }
    if (codePoint >= 0x2581 && codePoint <= 0x2593) {
      return '#';
    }
    return switch (codePoint) {
      case 0xA0 -> ' ';
      case '…' -> '~';
      case '·', '•', '●', '○', '∙' -> '*';
      case '▶', '▸', '►', '›', '→', '❯' -> '>';
      case '◀', '◂', '◄', '‹', '←', '❮' -> '<';
      case '▲', '↑', '▴' -> '^';
      case '▼', '↓', '▾' -> 'v';
      case '✓', '✔' -> '+';
      case '✗', '✘', '×' -> 'x';
      case '‘', '’' -> '\'';
      case '“', '”' -> '"';
      case '‐', '‑', '–', '—', '−' -> '-';
      default -> '?';
    };
  }
}
