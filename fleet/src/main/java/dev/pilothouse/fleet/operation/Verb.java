package dev.pilothouse.fleet.operation;

/**
 * The words for operations, the same in shell, dialogs, records and documentation, with what is
 * true of every operation of that kind. One row each: whoever adds an operation fills in all of it.
 */
public enum Verb {
  START("vm", "start", Permission.OPERATE, Risk.NONE, Cancel.NO),
  SHUTDOWN("vm", "shutdown", Permission.OPERATE, Risk.SERVICE, Cancel.YES),
  REBOOT("vm", "reboot", Permission.OPERATE, Risk.SERVICE, Cancel.NO),
  RESET("vm", "reset", Permission.OPERATE, Risk.DATA, Cancel.NO),
  FORCE_OFF("vm", "force-off", Permission.OPERATE, Risk.DATA, Cancel.NO),
  PAUSE("vm", "pause", Permission.OPERATE, Risk.SERVICE, Cancel.NO),
  RESUME("vm", "resume", Permission.OPERATE, Risk.NONE, Cancel.NO),
  AUTOSTART("vm", "autostart", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  RENAME("vm", "rename", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  DELETE("vm", "delete", Permission.DELETE, Risk.DATA, Cancel.NO),
  DEFINE("vm", "define", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  EDIT("vm", "edit", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  XML("vm", "xml", Permission.VIEW, Risk.READS, Cancel.NO),

  NET_CREATE("net", "create", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  NET_START("net", "start", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  NET_STOP("net", "stop", Permission.CONFIGURE, Risk.DATA, Cancel.NO),
  NET_DELETE("net", "delete", Permission.DELETE, Risk.DATA, Cancel.NO),
  NET_AUTOSTART("net", "autostart", Permission.CONFIGURE, Risk.NONE, Cancel.NO),

  POOL_CREATE("pool", "create", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  POOL_START("pool", "start", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  POOL_STOP("pool", "stop", Permission.CONFIGURE, Risk.SERVICE, Cancel.NO),
  POOL_REFRESH("pool", "refresh", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  POOL_AUTOSTART("pool", "autostart", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  POOL_DELETE("pool", "delete", Permission.DELETE, Risk.DATA, Cancel.NO),
  DISK_CREATE("disk", "create", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  DISK_ATTACH("disk", "attach", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  DISK_DETACH("disk", "detach", Permission.CONFIGURE, Risk.SERVICE, Cancel.YES),
  DISK_GROW("disk", "grow", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  DISK_SET("disk", "set", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  DISK_MOVE("disk", "move", Permission.CONFIGURE, Risk.NONE, Cancel.YES),
  DISK_DELETE("disk", "delete", Permission.DELETE, Risk.DATA, Cancel.NO),

  NIC_ADD("nic", "add", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  NIC_REMOVE("nic", "remove", Permission.CONFIGURE, Risk.SERVICE, Cancel.YES),
  NIC_SET("nic", "set", Permission.CONFIGURE, Risk.SERVICE, Cancel.NO),
  NIC_UP("nic", "up", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  NIC_DOWN("nic", "down", Permission.CONFIGURE, Risk.SERVICE, Cancel.NO),

  SET("vm", "set", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  INSERT("vm", "insert", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  EJECT("vm", "eject", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  SNAPSHOT_LIST("snapshot", "list", Permission.VIEW, Risk.READS, Cancel.NO),
  SNAPSHOT_CREATE("snapshot", "create", Permission.CONFIGURE, Risk.NONE, Cancel.YES),
  SNAPSHOT_REVERT("snapshot", "revert", Permission.CONFIGURE, Risk.DATA, Cancel.NO),
  SNAPSHOT_DELETE("snapshot", "delete", Permission.DELETE, Risk.DATA, Cancel.NO),

  CREATE("vm", "create", Permission.CONFIGURE, Risk.NONE, Cancel.YES),
  CLONE("vm", "clone", Permission.CONFIGURE, Risk.NONE, Cancel.YES),
  PREVIEW("vm", "preview", Permission.VIEW, Risk.READS, Cancel.NO),
  TRASH("vm", "rm", Permission.DELETE, Risk.SERVICE, Cancel.NO),
  RESTORE("vm", "restore", Permission.DELETE, Risk.NONE, Cancel.NO),
  PURGE("vm", "purge", Permission.DELETE, Risk.DATA, Cancel.NO),

  IMAGE_ADD("image", "add", Permission.CONFIGURE, Risk.NONE, Cancel.YES),
  IMAGE_MAKE("image", "make", Permission.CONFIGURE, Risk.NONE, Cancel.YES),
  IMAGE_RM("image", "rm", Permission.DELETE, Risk.DATA, Cancel.NO),

  MIGRATE("vm", "migrate", Permission.OPERATE, Risk.NONE, Cancel.YES),
  MIGRATE_PLAN("vm", "migrate-plan", Permission.VIEW, Risk.READS, Cancel.NO),
  MIGRATION_SET("migration", "set", Permission.OPERATE, Risk.NONE, Cancel.NO),
  MIGRATION_POST_COPY("migration", "post-copy", Permission.OPERATE, Risk.SERVICE, Cancel.NO),
  HOST_DRAIN("host", "drain", Permission.OPERATE, Risk.NONE, Cancel.NO),
  HOST_UNDRAIN("host", "undrain", Permission.OPERATE, Risk.NONE, Cancel.NO),

  CONSOLE("vm", "console", Permission.OPERATE, Risk.READS, Cancel.NO),
  CONSOLE_WATCH("vm", "console-watch", Permission.VIEW, Risk.READS, Cancel.NO),

  /** Whoever sees a display can type on it. */
  OPEN_DISPLAY("vm", "open-display", Permission.OPERATE, Risk.READS, Cancel.NO),
  OPEN_PORT("vm", "open-port", Permission.REACH, Risk.READS, Cancel.NO);

  /** What can be lost. */
  public enum Risk {
    /** It only reads; such operations are not listed among the others. */
    READS,
    NONE,
    /** The guest's service stops or pauses. */
    SERVICE,
    /** Data can be lost: people are always asked first. */
    DATA
  }

  private enum Cancel {
    YES,
    NO
  }

  private final String noun;
  private final String word;
  private final Permission permission;
  private final Risk risk;
  private final Cancel cancel;

  Verb(String noun, String word, Permission permission, Risk risk, Cancel cancel) {
    this.noun = noun;
    this.word = word;
    this.permission = permission;
    this.risk = risk;
    this.cancel = cancel;
  }

  /** As typed before {@link #word}: {@code vm}, {@code disk}, {@code net}. */
  public String noun() {
    return noun;
  }

  /** As typed: {@code <noun> <word>}. */
  public String word() {
    return word;
  }

  /** For people: {@code start}, {@code disk attach}; what is done to VMs goes without saying so. */
  public String title() {
    return noun.equals("vm") ? word : noun + " " + word;
  }

  public Permission permission() {
    return permission;
  }

  public Risk risk() {
    return risk;
  }

  /** Whether a cancel can still change the outcome once it runs; before that it always can. */
  public boolean cancellable() {
    return cancel == Cancel.YES;
  }
}
