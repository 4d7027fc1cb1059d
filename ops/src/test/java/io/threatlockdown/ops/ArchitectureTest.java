package io.threatlockdown.ops;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The drawing in ARCHITECTURE.md, as rules the build can break on. */
@AnalyzeClasses(packages = "io.threatlockdown", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE_FLOOR = {
    "..core.event..",
    "..core.xml..",
    "..core.expression..",
    "..core.decode..",
    "..core.rule..",
    "..core.suite.."
  };

  @ArchTest
  static final ArchRule modulesFormAStarAroundCore =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("core")
          .definedBy("io.threatlockdown.core..")
          .layer("persistence")
          .definedBy("io.threatlockdown.persistence..")
          .layer("http")
          .definedBy("io.threatlockdown.http..")
          .layer("ops")
          .definedBy("io.threatlockdown.ops..")
          .whereLayer("ops")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("ops")
          .whereLayer("persistence")
          .mayOnlyBeAccessedByLayers("ops");

  @ArchTest
  static final ArchRule dataFlowsOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("event")
          .definedBy("..core.event..")
          .layer("xml")
          .definedBy("..core.xml..")
          .layer("expression")
          .definedBy("..core.expression..")
          .layer("decode")
          .definedBy("..core.decode..")
          .layer("rule")
          .definedBy("..core.rule..")
          .layer("suite")
          .definedBy("..core.suite..")
          .layer("response")
          .definedBy("..core.response..")
          .layer("offender")
          .definedBy("..core.offender..")
          .layer("source")
          .definedBy("..core.source..")
          .layer("engine")
          .definedBy("..core.engine..")
          .whereLayer("event")
          .mayNotAccessAnyLayer()
          .whereLayer("xml")
          .mayNotAccessAnyLayer()
          .whereLayer("expression")
          .mayNotAccessAnyLayer()
          .whereLayer("decode")
          .mayOnlyAccessLayers("event", "expression", "xml")
          .whereLayer("rule")
          .mayOnlyAccessLayers("event", "expression", "xml")
          .whereLayer("suite")
          .mayOnlyAccessLayers("event", "decode", "rule", "xml")
          .whereLayer("response")
          .mayOnlyAccessLayers("event", "expression", "rule")
          .whereLayer("offender")
          .mayOnlyAccessLayers("event", "rule", "response")
          .whereLayer("source")
          .mayOnlyAccessLayers("event")
          .whereLayer("engine")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule noImportCycles =
      slices().matching("io.threatlockdown.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theFloorIsPure =
      noClasses()
          .that(resideInAnyPackage(PURE_FLOOR))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.pekko..", "org.slf4j..", "java.nio.file.."))
          .because("these are plain functions, tested without files and actors");

  @ArchTest
  static final ArchRule timeIsInjected =
      noClasses()
          .that(resideInAnyPackage("io.threatlockdown.core..", "io.threatlockdown.persistence.."))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("a test must be able to move the clock");
}
