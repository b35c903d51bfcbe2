package io.github.erlangcodebuild;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeJars;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Holds the packages to who may know whom: docs/architecture.md has them on one page. */
@AnalyzeClasses(
        packages = {"io.github.erlangcodebuild", "com.google.cloud.tools.jib"},
        importOptions = {DoNotIncludeTests.class, DoNotIncludeJars.class})
class ArchitectureTest {

    private static final String OURS = "io.github.erlangcodebuild.";

    private static final String JIB = "com.google.cloud.tools.jib..";

    /** From the top floor down. A package knows those of lower floors, and none of its own or of higher ones. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("maven"),
            List.of("console"),
            List.of("bootstrap", "doctor", "rollout"),
            List.of("aws.cloudformation", "aws.codebuild", "aws.ecr", "aws.iam", "aws.s3"),
            List.of("aws"),
            List.of("push"),
            List.of("registry"),
            List.of("bundle"),
            List.of("bundle.layer"),
            List.of("proof"),
            List.of("image"),
            List.of("http"));

    @ArchTest
    static final ArchRule everyClassHasAFloor = classes()
            .that()
            .resideOutsideOfPackage(JIB)
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of("io.github.erlangcodebuild"),
                            FLOORS.stream().flatMap(List::stream).map(OURS::concat))
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule packagesKnowOnlyThoseBelowThem = CompositeArchRule.of(rules());

    private static List<ArchRule> rules() {
        List<ArchRule> rules = new ArrayList<>();
        List<String> above = new ArrayList<>();
        for (List<String> floor : FLOORS) {
            for (String name : floor) {
                String[] unknown = Stream.concat(above.stream(), floor.stream().filter(other -> !other.equals(name)))
                        .map(OURS::concat)
                        .toArray(String[]::new);
                rules.add(mayNotKnow(OURS + name, unknown));
            }
            above.addAll(floor);
        }
        rules.add(mayNotKnow(
                "io.github.erlangcodebuild", above.stream().map(OURS::concat).toArray(String[]::new)));
        return rules;
    }

    private static ArchRule mayNotKnow(String name, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .as(name + " knows none of " + Arrays.toString(others))
                .allowEmptyShould(others.length == 0);
    }

    /** Not those of Jib's jar: the classes of ours that reach what is package-private in Jib. */
    private static final DescribedPredicate<JavaClass> STAND_IN_JIBS_PACKAGES = DescribedPredicate.describe(
            "stand in Jib's packages without being Jib's",
            found -> JavaClass.Predicates.resideInAPackage(JIB).test(found)
                    && found.getSource()
                            .filter(source -> source.getUri().getScheme().equals("file"))
                            .isPresent());

    /** A class with all that is nested in it. */
    private static final SliceAssignment TOP_LEVEL_CLASSES = new SliceAssignment() {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass found) {
            return found.getPackageName().startsWith("io.github.erlangcodebuild") || STAND_IN_JIBS_PACKAGES.test(found)
                    ? SliceIdentifier.of(found.getName().replaceFirst("\\$.*", ""))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "top-level classes";
        }
    };

    @ArchTest
    static final ArchRule noTwoClassesKnowEachOtherInACircle =
            slices().assignedFrom(TOP_LEVEL_CLASSES).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheRegistryAndImagePackagesKnowJib = noClasses()
            .that()
            .resideOutsideOfPackages(OURS + "registry..", OURS + "image..", JIB)
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
    static final ArchRule onlyTheAwsPackagesKnowTheAwsSdk = noClasses()
            .that()
            .resideOutsideOfPackage(OURS + "aws..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule onlyHttpAndWhatReadsOverItKnowTheHttpClient = noClasses()
            .that()
            .resideOutsideOfPackages(OURS + "http..", OURS + "bundle", OURS + "registry..", JIB)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.http..");

    @ArchTest
    static final ArchRule whatStandsInJibsPackagesKnowsNothingOfOurs = noClasses()
            .that(STAND_IN_JIBS_PACKAGES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(OURS + ".");

    @ArchTest
    static final ArchRule onlyTheRegistryKnowsWhatStandsInJibsPackages = noClasses()
            .that()
            .resideOutsideOfPackages(OURS + "registry", JIB)
            .should()
            .dependOnClassesThat(STAND_IN_JIBS_PACKAGES);
}
