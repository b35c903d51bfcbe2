package io.github.erlangcodebuild;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the packages to who may know whom. */
@AnalyzeClasses(packagesOf = ActionableException.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String OURS = "io.github.erlangcodebuild.";

    @ArchTest
    static final ArchRule packagesKnowOnlyThoseBelowThem = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("maven")
            .definedBy(OURS + "maven..")
            .layer("aws")
            .definedBy(OURS + "aws..")
            .layer("proof")
            .definedBy(OURS + "proof..")
            .layer("registry")
            .definedBy(OURS + "registry..")
            .layer("image")
            .definedBy(OURS + "image..")
            .layer("toolchain")
            .definedBy(OURS + "toolchain..")
            .layer("http")
            .definedBy(OURS + "http..")
            .whereLayer("maven")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("aws")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("proof")
            .mayOnlyBeAccessedByLayers("maven", "aws")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("maven", "aws")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers("maven", "aws", "registry")
            .whereLayer("toolchain")
            .mayOnlyBeAccessedByLayers("maven", "aws", "registry", "image")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("maven", "aws", "registry", "toolchain");

    @ArchTest
    static final ArchRule theProofPackageKnowsNoneOfOurs = noClasses()
            .that()
            .resideInAPackage(OURS + "proof..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    OURS + "maven..",
                    OURS + "aws..",
                    OURS + "registry..",
                    OURS + "image..",
                    OURS + "toolchain..",
                    OURS + "http..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(OURS + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheRegistryAndImagePackagesKnowJib = noClasses()
            .that()
            .resideOutsideOfPackages(OURS + "registry..", OURS + "image..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google..");

    @ArchTest
    static final ArchRule onlyTheMavenPackageKnowsMaven = noClasses()
            .that()
            .resideOutsideOfPackage(OURS + "maven..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.maven..", "javax.inject..");

    @ArchTest
    static final ArchRule onlyTheAwsPackageKnowsTheAwsSdk = noClasses()
            .that()
            .resideOutsideOfPackage(OURS + "aws..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule onlyHttpAndWhatReadsOverItKnowTheHttpClient = noClasses()
            .that()
            .resideOutsideOfPackages(OURS + "http..", OURS + "toolchain..", OURS + "registry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.http..");
}
