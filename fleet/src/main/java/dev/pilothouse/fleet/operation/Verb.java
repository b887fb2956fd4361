package dev.pilothouse.fleet.operation;

/**
 * The words for operations, the same in shell, dialogs, records and documentation, with what is
 * true of every operation of that kind. One row each: whoever adds an operation fills in all of it.
 */
public enum Verb {
  START("start", Permission.OPERATE, Risk.NONE, Cancel.NO),
  SHUTDOWN("shutdown", Permission.OPERATE, Risk.SERVICE, Cancel.YES),
  REBOOT("reboot", Permission.OPERATE, Risk.SERVICE, Cancel.NO),
  RESET("reset", Permission.OPERATE, Risk.DATA, Cancel.NO),
  FORCE_OFF("force-off", Permission.OPERATE, Risk.DATA, Cancel.NO),
  PAUSE("pause", Permission.OPERATE, Risk.SERVICE, Cancel.NO),
  RESUME("resume", Permission.OPERATE, Risk.NONE, Cancel.NO),
  AUTOSTART("autostart", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  RENAME("rename", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  DELETE("delete", Permission.DELETE, Risk.DATA, Cancel.NO),
  DEFINE("define", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  EDIT("edit", Permission.CONFIGURE, Risk.NONE, Cancel.NO),
  XML("xml", Permission.VIEW, Risk.READS, Cancel.NO);

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

  private final String word;
  private final Permission permission;
  private final Risk risk;
  private final Cancel cancel;

  Verb(String word, Permission permission, Risk risk, Cancel cancel) {
    this.word = word;
    this.permission = permission;
    this.risk = risk;
    this.cancel = cancel;
  }

  /** As typed: {@code vm <word>}. */
  public String word() {
    return word;
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
