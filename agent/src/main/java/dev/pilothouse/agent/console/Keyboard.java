package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of those that look at a console may type: one at a time. The others ask, the holder answers;
 * an administrator takes it, with a reason. All are told of every change. Thread-safe.
 */
final class Keyboard {
  private static final Logger LOG = LoggerFactory.getLogger(Keyboard.class);

  /** One who looks. */
  interface Watcher {
    Principal who();

    /** Must not block. */
    void tell(ConsoleNews news);
  }

  private final String console;
  private final List<Watcher> all = new ArrayList<>();
  private final List<Watcher> asking = new ArrayList<>();
  private @Nullable Watcher holder;

  /**
   * @param console its name in the log
   */
  Keyboard(String console) {
    this.console = console;
  }

  /**
   * Somebody comes.
   *
   * @param typing who wants to type has it at once if nobody does
   */
  synchronized void join(Watcher watcher, boolean typing) {
    all.add(watcher);
    if (typing && holder == null && mayType(watcher)) {
      give(watcher);
    }
    tellAll();
  }

  /** Somebody goes. Harmless twice. */
  synchronized void leave(Watcher watcher) {
    if (all.remove(watcher)) {
      asking.remove(watcher);
      release(watcher);
      tellAll();
    }
  }

  synchronized boolean isEmpty() {
    return all.isEmpty();
  }

  synchronized boolean holds(Watcher watcher) {
    return watcher.equals(holder);
  }

  synchronized void ask(Watcher watcher) {
    if (!mayType(watcher)) {
      remark(watcher, "You may watch, but not type: that needs the permission to operate.");
    } else if (holder == null) {
      give(watcher);
      tellAll();
    } else if (!holds(watcher) && !asking.contains(watcher)) {
      asking.add(watcher);
      tellAll();
    }
  }

  synchronized void answer(Watcher watcher, boolean given) {
    if (!holds(watcher)) {
      remark(watcher, "Only who has the keyboard can hand it over.");
    } else if (asking.isEmpty()) {
      remark(watcher, "Nobody asks for the keyboard any more.");
    } else {
      Watcher first = asking.removeFirst();
      if (given) {
        give(first);
      } else {
        remark(first, watcher.who().name() + " keeps the keyboard.");
      }
      tellAll();
    }
  }

  synchronized void take(Watcher watcher, String reason) {
    if (watcher.who().role() != Role.ADMIN) {
      remark(watcher, "Only an administrator may take the keyboard; ask for it instead.");
      return;
    }
    if (reason.isBlank()) {
      remark(watcher, "Say why you take the keyboard: its holder is told.");
      return;
    }
    Watcher before = holder;
    if (before == null || holds(watcher)) {
      ask(watcher);
      return;
    }
    LOG.info(
        "{}: {} takes the keyboard from {}: {}",
        console,
        name(watcher),
        name(before),
        Visible.line(reason));
    remark(before, watcher.who().name() + " took the keyboard: " + reason);
    asking.remove(watcher);
    give(watcher);
    tellAll();
  }

  synchronized void letGo(Watcher watcher) {
    if (holds(watcher)) {
      release(watcher);
      tellAll();
    }
  }

  /** To who has it, if somebody does. */
  synchronized void tellHolder(String words) {
    if (holder != null) {
      remark(holder, words);
    }
  }

  private void release(Watcher watcher) {
    if (holds(watcher)) {
      holder = null;
      if (!asking.isEmpty()) {
        give(asking.removeFirst());
      }
    }
  }

  private void give(Watcher watcher) {
    holder = watcher;
    LOG.info("{}: {} has the keyboard", console, name(watcher));
  }

  private void tellAll() {
    Watcher now = holder;
    String name = now == null ? null : now.who().name();
    List<String> names = asking.stream().map(watcher -> watcher.who().name()).toList();
    for (Watcher watcher : all) {
      watcher.tell(new ConsoleNews.Keyboard(name, watcher.equals(now), names));
    }
  }

  private static boolean mayType(Watcher watcher) {
    return watcher.who().may(Permission.OPERATE);
  }

  private static void remark(Watcher watcher, String words) {
    watcher.tell(new ConsoleNews.Remark(words));
  }

  private static String name(Watcher watcher) {
    return Visible.line(watcher.who().name());
  }
}
