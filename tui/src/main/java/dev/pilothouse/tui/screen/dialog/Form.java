package dev.pilothouse.tui.screen.dialog;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import dev.pilothouse.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields beneath each other, one of which takes the keys.
 *
 * @param at the row of that field
 */
public record Form(List<Field> fields, int at) {
  public Form {
    fields = List.copyOf(fields);
  }

  /** One row. */
  public sealed interface Field {
    String label();

    /** What is in it now. */
    String value();
  }

  /** Text to be typed. */
  public record Text(String label, TextField typed) implements Field {
    public static Text of(String label, String start) {
      return new Text(label, TextField.of(start));
    }

    @Override
    public String value() {
      return typed.text();
    }
  }

  /** One of several, moved through with Left, Right and Space. */
  public record Choice(String label, List<String> options, int chosen) implements Field {
    public Choice {
      options = List.copyOf(options);
    }

    public static Choice of(String label, List<String> options) {
      return new Choice(label, options, 0);
    }

    @Override
    public String value() {
      return options.isEmpty() ? "" : options.get(chosen);
    }

    Choice moved(int by) {
      return options.isEmpty()
          ? this
          : new Choice(label, options, Math.floorMod(chosen + by, options.size()));
    }
  }

  public static Form of(Field... fields) {
    return new Form(List.of(fields), 0);
  }

  /** The value of the field with that label. */
  public String value(String label) {
    return fields.stream()
        .filter(field -> field.label().equals(label))
        .map(Field::value)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no field " + label));
  }

  /** Which of a choice's options is chosen, counted from 0. */
  public int chosen(String label) {
    return fields.stream()
        .filter(field -> field.label().equals(label))
        .map(field -> field instanceof Choice choice ? choice.chosen() : 0)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no field " + label));
  }

  /** The form after a key; the same object when the key is not one of its own. */
  Form type(KeyStroke key) {
    KeyType type = key.getKeyType();
    if (type == KeyType.ArrowDown || type == KeyType.Tab) {
      return new Form(fields, Math.floorMod(at + 1, fields.size()));
    }
    if (type == KeyType.ArrowUp || type == KeyType.ReverseTab) {
      return new Form(fields, Math.floorMod(at - 1, fields.size()));
    }
    return switch (fields.get(at)) {
      case Text text -> {
        TextField typed = text.typed().type(key);
        yield typed.equals(text.typed()) ? this : with(new Text(text.label(), typed));
      }
      case Choice choice -> {
        boolean space = type == KeyType.Character && key.getCharacter() == ' ';
        yield type == KeyType.ArrowRight || space
            ? with(choice.moved(1))
            : type == KeyType.ArrowLeft ? with(choice.moved(-1)) : this;
      }
    };
  }

  Form insert(String pasted) {
    return fields.get(at) instanceof Text text
        ? with(new Text(text.label(), text.typed().insert(pasted)))
        : this;
  }

  private Form with(Field field) {
    List<Field> now = new ArrayList<>(fields);
    now.set(at, field);
    return new Form(now, at);
  }

  void paint(Frame frame, Rect area, Theme theme) {
    int labels = fields.stream().mapToInt(field -> CellWidth.of(field.label())).max().orElse(0) + 2;
    for (int i = 0; i < fields.size() && i < area.rows(); i++) {
      Field field = fields.get(i);
      boolean here = i == at;
      Rect line = area.line(i);
      frame.put(
          line.row(),
          line.column(),
          labels,
          field.label(),
          theme.style(here ? Role.KEY : Role.DIALOG));
      Rect value = line.after(labels);
      switch (field) {
        case Text text -> {
          if (here) {
            text.typed().paint(frame, value, theme.style(Role.INPUT));
          } else {
            frame.put(
                value.row(),
                value.column(),
                value.columns(),
                text.value(),
                theme.style(Role.INPUT));
          }
        }
        case Choice choice -> {
          String shown = choice.options().isEmpty() ? "none" : choice.value();
          frame.put(
              value.row(),
              value.column(),
              value.columns(),
              here && choice.options().size() > 1 ? "< " + shown + " >" : shown,
              theme.style(here ? Role.INPUT : Role.DIALOG));
        }
      }
    }
    if (fields.get(at) instanceof Choice) {
      frame.hideCursor();
    }
  }
}
