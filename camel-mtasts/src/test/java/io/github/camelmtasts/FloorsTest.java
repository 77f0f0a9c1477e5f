package io.github.camelmtasts;

import java.time.Instant;
import java.util.stream.Stream;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.TrustManager;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The floors: each sees only those below it, and each outside thing has one door. */
class FloorsTest {

    private static final String BASE = "io.github.camelmtasts";

    /** What Camel generates of our options touches their types wherever they come from. */
    private static final ImportOption NOT_GENERATED =
            location -> !location.contains("Configurer") && !location.contains("EndpointBuilderFactory");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(NOT_GENERATED)
            .importUrl(
                    MtaStsComponent.class.getProtectionDomain().getCodeSource().getLocation());

    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(
                        floors(),
                        noCircles(),
                        policyKnowsValuesAlone(),
                        publicationKnowsPoliciesAlone(),
                        only("dnsjava", "org.xbill..", BASE + ".dns"),
                        only("an HTTP client", "org.apache.hc..", BASE + ".fetch"),
                        only("a database", "java.sql..", BASE + ".store"),
                        only("H2", "org.h2..", BASE + ".store"),
                        only("Jakarta Mail", "jakarta.mail..", BASE + ".message", BASE + ".guard"),
                        only("Angus Mail", "org.eclipse.angus..", BASE + ".message"),
                        only("camel-mail", "org.apache.camel.component.mail..", BASE + ".message", BASE + ".guard"),
                        only("Micrometer", "io.micrometer..", BASE, BASE + ".metrics"),
                        only(
                                "Camel",
                                "org.apache.camel..",
                                BASE,
                                BASE + ".channel",
                                BASE + ".guard",
                                BASE + ".message"),
                        nobodyReadsTheClock(),
                        trustIsDecidedInOnePlace(),
                        productionKnowsNoTestKit())
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    private static ArchRule floors() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("guard")
                .definedBy(BASE + ".guard")
                .layer("camel")
                .definedBy(BASE)
                .layer("channel")
                .definedBy(BASE + ".channel")
                .layer("metrics")
                .definedBy(BASE + ".metrics")
                .layer("watch")
                .definedBy(BASE + ".watch")
                .layer("message")
                .definedBy(BASE + ".message")
                .layer("smtp")
                .definedBy(BASE + ".smtp")
                .layer("notification")
                .definedBy(BASE + ".notification")
                .layer("publisher")
                .definedBy(BASE + ".publisher")
                .layer("publication")
                .definedBy(BASE + ".publication")
                .layer("check")
                .definedBy(BASE + ".check")
                .layer("delivery")
                .definedBy(BASE + ".delivery")
                .layer("discovery")
                .definedBy(BASE + ".discovery")
                .layer("dns")
                .definedBy(BASE + ".dns")
                .layer("fetch")
                .definedBy(BASE + ".fetch")
                .layer("store")
                .definedBy(BASE + ".store")
                .layer("trust")
                .definedBy(BASE + ".trust")
                .layer("policy")
                .definedBy(BASE + ".policy")
                .whereLayer("guard")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("camel")
                .mayOnlyBeAccessedByLayers("guard")
                .whereLayer("channel")
                .mayOnlyBeAccessedByLayers("camel")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("camel")
                .whereLayer("watch")
                .mayOnlyBeAccessedByLayers("camel", "metrics")
                .whereLayer("message")
                .mayOnlyBeAccessedByLayers("guard", "camel", "channel")
                .whereLayer("smtp")
                .mayOnlyBeAccessedByLayers("camel", "metrics", "watch")
                .whereLayer("notification")
                .mayOnlyBeAccessedByLayers("camel", "message")
                .whereLayer("publisher")
                .mayOnlyBeAccessedByLayers("camel")
                .whereLayer("publication")
                .mayOnlyBeAccessedByLayers("camel", "watch", "publisher")
                .whereLayer("check")
                .mayOnlyBeAccessedByLayers("camel")
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers(
                        "guard",
                        "camel",
                        "channel",
                        "metrics",
                        "watch",
                        "message",
                        "smtp",
                        "notification",
                        "publisher",
                        "check")
                .whereLayer("discovery")
                .mayOnlyBeAccessedByLayers("camel", "metrics", "watch", "delivery", "publisher", "check")
                .whereLayer("dns")
                .mayOnlyBeAccessedByLayers("camel", "watch", "delivery", "discovery", "publisher", "check")
                .whereLayer("fetch")
                .mayOnlyBeAccessedByLayers("camel", "metrics", "watch", "discovery", "publisher", "check")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("camel", "watch", "discovery")
                .whereLayer("trust")
                .mayOnlyBeAccessedByLayers("camel")
                .as("each floor sees only the floors below it")
                .because("whoever opens the folder list should see how a message travels");
    }

    private static ArchRule noCircles() {
        return slices().matching(BASE + ".(*)..")
                .should()
                .beFreeOfCycles()
                .as("no package depends on itself by a detour");
    }

    private static ArchRule policyKnowsValuesAlone() {
        return classes()
                .that()
                .resideInAPackage(BASE + ".policy")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        BASE + ".policy",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.math",
                        "java.text",
                        "java.io",
                        "java.net",
                        "java.nio.charset",
                        "java.security..",
                        "javax.security.auth.x500",
                        "javax.naming..",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify.."))
                .as("policy knows values and the streaming JSON parser, and no I/O")
                .because("rules that are pure can be tested to the last row of their tables");
    }

    private static ArchRule publicationKnowsPoliciesAlone() {
        return classes()
                .that()
                .resideInAPackage(BASE + ".publication")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        BASE + ".publication",
                        BASE + ".policy",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.io",
                        "java.net",
                        "java.nio.charset",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify.."))
                .as("publication knows policies and values, and no I/O")
                .because("the order of a change of policy must be tested to its last row");
    }

    private static ArchRule only(String what, String theirPackages, String... rooms) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat(resideInAPackage(theirPackages))
                .as(what + " is known in " + String.join(", ", rooms) + " alone")
                .because("a library that is known in one place can be replaced there");
    }

    private static ArchRule nobodyReadsTheClock() {
        return noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .as("nobody reads the clock")
                .because("time is a Clock that tests move");
    }

    private static ArchRule trustIsDecidedInOnePlace() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".smtp", BASE + ".fetch", BASE + ".trust")
                .should()
                .implement(TrustManager.class)
                .orShould()
                .implement(HostnameVerifier.class)
                .as("no trust manager and no name verifier outside smtp, fetch and trust")
                .because("a lax one anywhere would undo everything");
    }

    private static ArchRule productionKnowsNoTestKit() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + ".testkit.."))
                .as("production code knows no test kit");
    }
}
