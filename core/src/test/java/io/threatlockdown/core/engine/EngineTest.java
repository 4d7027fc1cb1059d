package io.threatlockdown.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the intake against a probe that plays all offenders. */
class EngineTest {
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void submit_ofNothing_isAnsweredAtOnce() {
    fixture.submit(fixture.engine(Engine.HOSTS_MAX));

    fixture.source.expectMessage(Ingest.Analysed.NOTHING);
  }

  @Test
  void submit_ofHarmlessLines_asksNoOffender() {
    fixture.submit(
        fixture.engine(Engine.HOSTS_MAX),
        EngineFixture.line(EngineFixture.HERE, "cron[1]: nothing"),
        EngineFixture.line(EngineFixture.HERE, ""));

    fixture.source.expectMessage(new Ingest.Analysed(2, 0, 0, 0));
    fixture.offenders.expectNoMessage(Duration.ZERO);
    assertThat(fixture.written).isEmpty();
  }

  @Test
  void submit_ofInvalidUser_isAnsweredAfterTheOffenders() {
    fixture.submit(
        fixture.engine(Engine.HOSTS_MAX), EngineFixture.invalidUser(EngineFixture.HERE, 66));
    Offenders.Report report = fixture.offenders.expectMessageClass(Offenders.Report.class);

    fixture.source.expectNoMessage(Duration.ZERO);
    report.replyTo().tell(new Offenders.Reported(1, 0));

    fixture.source.expectMessage(new Ingest.Analysed(1, 1, 1, 0));
    assertThat(report.alerts()).singleElement().satisfies(alert -> assertIs5710(alert));
    assertThat(fixture.written).hasSize(1);
  }

  @Test
  void submit_ofOneHost_keepsOrderAndCountsAcrossSubmissions() {
    ActorRef<Ingest.Command> engine = fixture.engine(Engine.HOSTS_MAX);

    for (int i = 0; i < 3; i++) {
      fixture.submit(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));
      fixture.answer(1);
      fixture.source.expectMessageClass(Ingest.Analysed.class);
    }

    assertThat(fixture.written)
        .extracting(alert -> alert.rule().id())
        .containsExactly(5710, 5710, 5712);
    assertThat(fixture.written).extracting(Alert::id).doesNotHaveDuplicates();
  }

  @Test
  void submit_ofTwoHosts_countsEachByItselfAndAnswersOnce() {
    fixture.submit(
        fixture.engine(Engine.HOSTS_MAX),
        EngineFixture.invalidUser(EngineFixture.HERE, 66),
        EngineFixture.invalidUser(EngineFixture.WEB, 66),
        EngineFixture.invalidUser(EngineFixture.HERE, 66),
        EngineFixture.invalidUser(EngineFixture.WEB, 66));

    fixture.answer(2);
    fixture.answer(1);

    fixture.source.expectMessage(new Ingest.Analysed(4, 4, 3, 0));
    fixture.source.expectNoMessage(Duration.ZERO);
    assertThat(fixture.written).extracting(alert -> alert.rule().id()).containsOnly(5710);
  }

  @Test
  void submit_fromMoreHostsThanRemembered_forgetsTheOneUnheardForLongest() {
    ActorRef<Ingest.Command> engine = fixture.engine(1);
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));
    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.WEB, 66));

    fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.HERE, 66));

    assertThat(fixture.written).extracting(alert -> alert.rule().id()).containsOnly(5710);
  }

  private static void assertIs5710(Alert alert) {
    assertThat(alert.rule().id()).isEqualTo(5710);
    assertThat(alert.at()).isEqualTo(EngineFixture.NOON);
    assertThat(alert.event().source().orElseThrow()).hasToString("192.0.2.66");
  }
}
