package io.threatlockdown.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.StaticField;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges the ruleset between and while lines are analysed. */
class RulesetExchangeTest {
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void useRuleset_countUnchanged_goesOnWithoutMissingALine() {
    ActorRef<Ingest.Command> engine = fixture.engine(Engine.HOSTS_MAX);
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));

    fixture.use(engine, "<!-- moved down -->\n\n" + EngineFixture.RULES.text());
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));

    assertThat(fixture.written)
        .extracting(alert -> alert.rule().id())
        .containsExactly(5710, 5710, 5712);
  }

  @Test
  void useRuleset_countChanged_countsAnewByTheNewOne() {
    ActorRef<Ingest.Command> engine = fixture.engine(Engine.HOSTS_MAX);
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.WEB, 66));

    fixture.use(engine, EngineFixture.RULES.text().replace("frequency=\"3\"", "frequency=\"2\""));
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));

    assertThat(fixture.written)
        .extracting(alert -> alert.rule().id())
        .containsExactly(5710, 5710, 5710, 5712);
  }

  @Test
  void useRuleset_whileLinesAreUnderWay_analysesEachOnceByOneOfThem() {
    ActorRef<Ingest.Command> engine = fixture.engine(Engine.HOSTS_MAX);
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));
    fixture.written.clear();
    for (int i = 0; i < 50; i++) {
      fixture.submit(
          engine,
          EngineFixture.line(
              EngineFixture.HERE, "sshd[1]: Invalid user u" + i + " from 192.0.2.1 port 1"));
      engine.tell(
          new Ingest.UseRuleset(
              EngineFixture.decoders(),
              EngineFixture.ruleSet(EngineFixture.RULES.text().replace("made-up", "v" + i)),
              fixture.used.ref()));
    }
    for (int i = 0; i < 50; i++) {
      fixture.answer(0);
      fixture.source.expectMessageClass(Ingest.Analysed.class);
      fixture.used.expectMessage(Done.getInstance());
    }

    assertThat(fixture.written)
        .extracting(alert -> alert.event().field(StaticField.SRCUSER).orElse(""))
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "u" + i).toList());
    assertThat(fixture.written)
        .filteredOn(alert -> alert.rule().id() == 5710)
        .extracting(alert -> alert.description())
        .doesNotHaveDuplicates();
  }
}
