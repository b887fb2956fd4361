package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.StorageOperation.PoolSpec;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import java.util.List;

/** Makes a pool. */
record NewPoolForm() implements FormScreen.Purpose {
  private static final String HOST = "Host";
  private static final String NAME = "Name";
  private static final String TYPE = "Type";
  private static final String PATH = "Folder";
  private static final String SOURCE = "Source";

  static FormScreen of(List<String> hosts, String host) {
    return new FormScreen(
        new NewPoolForm(),
        Form.of(
            new Form.Choice(HOST, hosts, Math.max(0, hosts.indexOf(host))),
            Form.Text.of(NAME, ""),
            Form.Choice.of(TYPE, List.of("dir", "netfs", "logical")),
            Form.Text.of(PATH, ""),
            Form.Text.of(SOURCE, "")));
  }

  @Override
  public String title() {
    return "New pool";
  }

  @Override
  public String word() {
    return "make it";
  }

  @Override
  public String about() {
    return "dir: a folder. netfs: an NFS share. logical: an LVM volume group.";
  }

  @Override
  public String problem(Form form, World world) {
    String name = form.value(NAME);
    if (form.value(HOST).isEmpty()) {
      return "There is no host.";
    }
    if (name.isBlank() || name.indexOf('/') >= 0) {
      return "A name without / is needed.";
    }
    String path = form.value(PATH);
    for (Pool pool : world.fleet().inventory(form.value(HOST)).pools()) {
      if (pool.name().equals(name)) {
        return "There is a pool of that name.";
      }
      if (!path.isEmpty() && pool.path().equals(path)) {
        return "The pool " + pool.name() + " has that folder.";
      }
    }
    return switch (form.value(TYPE)) {
      case "dir" ->
          !path.startsWith("/")
              ? "The folder needs an absolute path; it is made if it is not there."
              : form.value(SOURCE).isEmpty() ? "" : "A dir has no source.";
      case "netfs" ->
          !path.startsWith("/")
              ? "The folder to mount at needs an absolute path."
              : form.value(SOURCE).indexOf(":/") > 0 ? "" : "The source is SERVER:/FOLDER.";
      default -> form.value(SOURCE).isBlank() ? "The source is the volume group's name." : "";
    };
  }

  @Override
  public String sentence(Form form, World world) {
    return "It starts now and with its host.";
  }

  @Override
  public Effect effect(Form form, World world) {
    String name = form.value(NAME);
    PoolSpec spec = new PoolSpec(name, form.value(TYPE), form.value(PATH), form.value(SOURCE));
    Operation operation = new StorageOperation.CreatePool(form.value(HOST), spec, true);
    return new Effect.Submit(
        operation.verb().title(), List.of(new Effect.Target(operation, name)), "");
  }
}
