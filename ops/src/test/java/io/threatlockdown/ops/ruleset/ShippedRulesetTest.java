package io.threatlockdown.ops.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.rule.OwnRule;
import io.threatlockdown.core.rule.Rule;
import io.threatlockdown.core.xml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the lines of corpus.txt through the ruleset in the jar. */
class ShippedRulesetTest {
  /** Rules that only hold others together: no event ends at one. */
  private static final Set<Integer> GROUPING =
      Set.of(1, 2, 3, 4, 5, 6, 7, 600, 5300, 5400, 5500, 5700, 51_000);

  private static final LoadedRuleset SHIPPED = Rulesets.load(List.of(), problem -> {});

  static List<Corpus.Case> cases() {
    return Corpus.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_lineOfTheCorpus_hasItsAnswer(Corpus.Case corpusCase) {
    Session.Outcome outcome = new Session(SHIPPED).run(corpusCase.lines());

    assertThat(outcome.decoder()).isEqualTo(corpusCase.decoder());
    assertThat(staticFields(outcome)).isEqualTo(staticFields(corpusCase));
    assertThat(corpusCase.fields())
        .allSatisfy(
            (name, value) ->
                assertThat(
                        StaticField.named(name)
                            .flatMap(outcome.event()::field)
                            .or(() -> outcome.event().dynamicField(name)))
                    .as(name)
                    .hasValue(value));
    assertThat(outcome.rule() + " level " + outcome.level())
        .isEqualTo(corpusCase.rule() + " level " + corpusCase.level());
  }

  @Test
  void load_shipped_hasNoProblems() {
    List<Problem> problems = new ArrayList<>();

    LoadedRuleset loaded = Rulesets.load(List.of(), problems::add);

    assertThat(problems).isEmpty();
    assertThat(loaded.rules().size()).isGreaterThan(130);
  }

  @Test
  void corpus_everyRule_isTheAnswerOfACase() {
    Set<Integer> answered = new TreeSet<>(GROUPING);
    Corpus.cases().stream()
        .map(Corpus.Case::rule)
        .filter(rule -> !rule.equals("-"))
        .forEach(rule -> answered.add(Integer.valueOf(rule)));

    Set<Integer> shipped =
        new TreeSet<>(
            IntStream.range(1, 1_000_000)
                .filter(id -> SHIPPED.rules().rule(id).isPresent())
                .boxed()
                .toList());

    assertThat(shipped).isEqualTo(answered);
  }

  @Test
  void ids_ofRulesOfOurs_keepToTheirRange() {
    Stream<Integer> beyondWazuh =
        IntStream.range(100_000, 1_000_000)
            .filter(id -> SHIPPED.rules().rule(id).isPresent())
            .boxed();

    assertThat(beyondWazuh)
        .isNotEmpty()
        .allSatisfy(id -> assertThat(id).isBetween(OwnRule.SHIPPED_ID_MIN, OwnRule.SHIPPED_ID_MAX));
    assertThat(Stream.of(OwnRule.values()).map(rule -> rule.rule().id()))
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id).isBetween(OwnRule.ID_MIN, OwnRule.ID_MAX));
  }

  @Test
  void outcomes_everyKind_hasItsRuleThatNothingAnswers() {
    int id = 200_300;
    for (Outcome.Kind kind : Outcome.Kind.values()) {
      Rule rule = SHIPPED.rules().rule(++id).orElseThrow();

      assertThat(rule.level()).as(kind.word()).isEqualTo(kind.level());
      assertThat(rule.options()).contains(Rule.Option.NO_AR);
      assertThat(rule.groups()).contains("active_response", "threatlockdown", "outcome");
      assertThat(rule.compliance().get("hipaa")).contains("164.308.a.6", "164.308.a.6.II");
    }
  }

  @Test
  void load_rulesetOfAUser_knowsOutcomesToo(@TempDir Path dir) throws IOException {
    Files.createDirectories(dir.resolve("rules"));
    for (String name : List.of("rules/0010-roots.xml", "rules/0015-own.xml")) {
      try (InputStream in =
          Objects.requireNonNull(ShippedRuleset.class.getResourceAsStream(name))) {
        Files.write(dir.resolve(name), in.readAllBytes());
      }
    }
    List<Problem> problems = new ArrayList<>();

    LoadedRuleset loaded = Rulesets.load(List.of(dir), problems::add);

    assertThat(problems).isEmpty();
    Session.Outcome outcome =
        new Session(loaded)
            .run(
                List.of(
                    "2026/11/24 07:00:00 active-response/bin/threatlockdown:"
                        + " {\"outcome\":{\"what\":\"failed\"}}"));
    assertThat(outcome.rule()).isEqualTo("200305");
  }

  @Test
  void mitre_everyTechniqueOfARule_isKnown() {
    Stream<Rule> rules =
        IntStream.range(1, 1_000_000).boxed().flatMap(id -> SHIPPED.rules().rule(id).stream());

    assertThat(rules.flatMap(rule -> rule.mitreIds().stream()))
        .isNotEmpty()
        .allSatisfy(id -> assertThat(SHIPPED.mitre().technique(id)).as(id).isPresent());
    assertThat(SHIPPED.mitre().technique("T1110.001").orElseThrow().tactics())
        .containsExactly("Credential Access");
  }

  @Test
  void names_ofFiles_areAllThatTheDirectoryHolds() throws IOException, URISyntaxException {
    Path mitre =
        Path.of(Objects.requireNonNull(ShippedRuleset.class.getResource("mitre.txt")).toURI());

    assertThat(namesIn(mitre, "decoders")).isEqualTo(ShippedRuleset.DECODERS);
    assertThat(namesIn(mitre, "rules")).isEqualTo(ShippedRuleset.RULES);
  }

  private static List<String> namesIn(Path sibling, String dir) throws IOException {
    try (Stream<Path> files = Files.list(sibling.resolveSibling(dir))) {
      return files.map(file -> dir + "/" + file.getFileName()).sorted().toList();
    }
  }

  private static Map<String, String> staticFields(Session.Outcome outcome) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (StaticField field : StaticField.values()) {
      Optional<String> value = outcome.event().field(field);
      value.ifPresent(text -> fields.put(field.fieldName(), text));
    }
    return fields;
  }

  private static Map<String, String> staticFields(Corpus.Case corpusCase) {
    Map<String, String> fields = new LinkedHashMap<>(corpusCase.fields());
    fields.keySet().removeIf(name -> StaticField.named(name).isEmpty());
    return fields;
  }
}
