package dev.pilothouse.tui.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Shows JLine's line reader the words of a line as {@link Words} sees them. */
final class LineParser implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    List<Words.Word> words = new ArrayList<>(Words.read(line).words());
    int index = 0;
    while (index < words.size() && words.get(index).end() < cursor) {
      index++;
    }
    if (index == words.size() || words.get(index).start() > cursor) {
      words.add(index, new Words.Word("", cursor, cursor));
    }
    return new Line(line, cursor, List.copyOf(words), index);
  }

  /** {@code index} is that of the word at the cursor. */
  private record Line(String line, int cursor, List<Words.Word> all, int index)
      implements CompletingParsedLine {

    @Override
    public String word() {
      return all.get(index).text();
    }

    @Override
    public int wordCursor() {
      return Math.min(rawWordCursor(), word().length());
    }

    @Override
    public int wordIndex() {
      return index;
    }

    @Override
    public List<String> words() {
      return all.stream().map(Words.Word::text).toList();
    }

    /** Candidates come quoted already. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor - all.get(index).start();
    }

    @Override
    public int rawWordLength() {
      return all.get(index).end() - all.get(index).start();
    }
  }
}
