package dev.pilothouse.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules, and the one door of each library. Main classes only. */
@AnalyzeClasses(packages = "dev.pilothouse", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {
  private static final String CONFIG = "dev.pilothouse.config..";
  private static final String FLEET = "dev.pilothouse.fleet..";
  private static final String TUI = "dev.pilothouse.tui..";
  private static final String SERVER = "dev.pilothouse.server..";
  private static final String AGENT = "dev.pilothouse.agent..";
  private static final String DIST = "dev.pilothouse.dist..";
  private static final String LIBVIRT = "dev.pilothouse.agent.hypervisor.libvirt..";
  private static final String REDIS = "dev.pilothouse.fleet.bus.redis..";
  private static final String WIRE = "dev.pilothouse.fleet.wire..";

  /** Neither test classes nor the test-jars of modules. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

  // Arrows: fleet <- tui <- server, fleet <- agent; config is the mains' alone.

  @ArchTest
  static final ArchRule configStandsAlone = arrows(CONFIG, FLEET, TUI, SERVER, AGENT, DIST);

  @ArchTest
  static final ArchRule fleetKnowsNobody = arrows(FLEET, CONFIG, TUI, SERVER, AGENT, DIST);

  @ArchTest static final ArchRule tuiKnowsTheFleetOnly = arrows(TUI, CONFIG, SERVER, AGENT, DIST);

  @ArchTest static final ArchRule serverKnowsTuiAndFleet = arrows(SERVER, CONFIG, AGENT, DIST);

  @ArchTest static final ArchRule agentKnowsTheFleetOnly = arrows(AGENT, CONFIG, TUI, SERVER, DIST);

  // Doors.

  /** Its value types are the vocabulary of the whole TUI; its machinery is the terminal's. */
  @ArchTest
  static final ArchRule lanternaValues =
      noClasses()
          .that(
              not(resideInAnyPackage(TUI).or(belongTo("dev.pilothouse.dist.LocalTui")))
                  .as("are neither in the TUI nor LocalTui, which ties it to the local terminal"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.googlecode.lanterna..");

  @ArchTest
  static final ArchRule lanternaMachinery =
      door(
          resideInAnyPackage("com.googlecode.lanterna..")
              .and(
                  not(
                      simpleName("KeyStroke")
                          .or(simpleName("KeyType"))
                          .or(assignableTo("com.googlecode.lanterna.TextColor"))
                          .or(simpleName("Indexed"))
                          .or(simpleName("RGB"))
                          .or(simpleName("SGR"))
                          .or(simpleName("TerminalSize"))
                          .or(simpleName("TerminalPosition"))))
              .as("Lanterna beyond its value types"),
          "dev.pilothouse.tui.terminal..");

  @ArchTest static final ArchRule mina = door("org.apache.sshd..", SERVER);

  @ArchTest
  static final ArchRule bouncyCastle =
      door("org.bouncycastle..", SERVER, "dev.pilothouse.fleet.stream..");

  @ArchTest static final ArchRule redisson = door("org.redisson..", REDIS);

  @ArchTest static final ArchRule netty = door("io.netty..", REDIS);

  @ArchTest static final ArchRule libvirt = door("org.libvirt..", LIBVIRT);

  @ArchTest static final ArchRule jna = door("com.sun.jna..", LIBVIRT);

  @ArchTest static final ArchRule jackson = door("tools.jackson..", WIRE, CONFIG);

  @ArchTest static final ArchRule jacksonAnnotations = door("com.fasterxml..", WIRE, CONFIG);

  @ArchTest static final ArchRule picocli = door("picocli..", "dev.pilothouse.tui.shell..");

  @ArchTest
  static final ArchRule jediTerm =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.pilothouse.tui.console.emulator")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.techsenger..");

  @ArchTest
  static final ArchRule re2 =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.pilothouse.tui.shell.verb")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.re2j..");

  /** The local terminal and the width of characters need it too. */
  @ArchTest
  static final ArchRule jline =
      noClasses()
          .that(
              not(resideInAnyPackage("dev.pilothouse.tui.shell..", "dev.pilothouse.tui.terminal..")
                      .or(simpleName("CellWidth")))
                  .as("are not the shell, the terminal or CellWidth"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jline..");

  @ArchTest
  static final ArchRule differences =
      door(
          "com.github.difflib..", "dev.pilothouse.tui.shell..", "dev.pilothouse.tui.screen.text..");

  @ArchTest static final ArchRule logback = door("ch.qos.logback..", DIST);

  // Habits.

  @ArchTest
  static final ArchRule noStaticMutableState =
      fields()
          .that(
              new DescribedPredicate<JavaField>("are static and written by people") {
                @Override
                public boolean test(JavaField field) {
                  return field.getModifiers().contains(STATIC)
                      && !field.getModifiers().contains(SYNTHETIC);
                }
              })
          .should()
          .haveModifier(FINAL);

  @ArchTest
  static final ArchRule noThreadLocals =
      noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

  /** ProcessBuilder with a list of words is the one way to run a program. */
  @ArchTest static final ArchRule noRuntimeExec = noClasses().should().callMethodWhere(exec());

  @ArchTest
  static final ArchRule noVagueNames =
      noClasses().should().haveNameMatching(".*(Manager|Util|Utils|Helper|Helpers|Impl)");

  // Packages of a module that do not go in circles.

  @ArchTest static final ArchRule configHasNoCycles = noCycles("config");

  @ArchTest static final ArchRule fleetHasNoCycles = noCycles("fleet");

  @ArchTest static final ArchRule serverHasNoCycles = noCycles("server");

  @ArchTest static final ArchRule agentHasNoCycles = noCycles("agent");

  @ArchTest static final ArchRule tuiHasNoCycles = noCycles("tui");

  @ArchTest static final ArchRule distHasNoCycles = noCycles("dist");

  private static ArchRule arrows(String from, String... forbidden) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden);
  }

  private static ArchRule door(String library, String... doors) {
    return door(resideInAnyPackage(library), doors);
  }

  private static ArchRule door(DescribedPredicate<JavaClass> library, String... doors) {
    return noClasses().that().resideOutsideOfPackages(doors).should().dependOnClassesThat(library);
  }

  private static ArchRule noCycles(String module) {
    return slices().matching("dev.pilothouse." + module + ".(**)").should().beFreeOfCycles();
  }

  /** A class with its inner ones. */
  private static DescribedPredicate<JavaClass> belongTo(String name) {
    return DescribedPredicate.describe(
        "belong to " + name,
        type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> exec() {
    return DescribedPredicate.describe(
        "target is Runtime.exec",
        call ->
            call.getTargetOwner().isEquivalentTo(Runtime.class)
                && call.getTarget().getName().equals("exec"));
  }
}
