package io.threatlockdown.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.OwnRule;
import io.threatlockdown.core.rule.Rule;
import io.threatlockdown.core.xml.ConfigFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Submits lines whose source address the guard of attribution corrects. */
class RefusedSourceTest {
  private static final ConfigFile JUDGE =
      new ConfigFile(
          "judge.xml",
          """
          <decoder name="sshd"><program_name>^sshd</program_name></decoder>
          <decoder name="sshd-invalid">
            <parent>sshd</parent>
            <prematch>^Invalid user</prematch>
            <regex type="pcre2">from (\\S+) port \\d+$</regex>
            <order>srcip</order>
          </decoder>
          """);

  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void submit_sourceTypedByTheClient_raisesAnAlertAndReportsTheTrueOne() {
    ActorRef<Ingest.Command> engine = fixture.engine(10);
    Decoders judged =
        EngineFixture.decoders()
            .judgedBy(
                Decoders.read(
                    List.of(JUDGE),
                    problem -> {
                      throw new AssertionError(problem);
                    }));
    engine.tell(
        new Ingest.UseRuleset(
            judged, EngineFixture.ruleSet(EngineFixture.RULES.text()), fixture.used.ref()));
    fixture.used.expectMessage(Done.getInstance());

    fixture.submit(
        engine,
        EngineFixture.line(
            EngineFixture.HERE,
            "sshd[1]: Invalid user ghost from 198.51.100.77 port 22 from 192.0.2.7 port 4711"));

    Offenders.Report report = fixture.offenders.expectMessageClass(Offenders.Report.class);
    report.replyTo().tell(Offenders.Reported.NOTHING);
    var unused = fixture.source.expectMessageClass(Ingest.Analysed.class);
    List<Alert> alerts = report.alerts();
    assertThat(alerts).extracting(alert -> alert.rule().id()).containsExactly(5710, 200_100);
    assertThat(alerts)
        .allSatisfy(
            alert -> assertThat(alert.event().source().orElseThrow()).hasToString("192.0.2.7"));
    assertThat(alerts.get(1).description())
        .isEqualTo(
            "A client's text was taken for the source address: 198.51.100.77 of sshd, instead"
                + " 192.0.2.7");
    assertThat(fixture.written).hasSize(2);
  }

  @Test
  void boundTo_ownRules_noResponseIs() {
    ActiveResponse everything =
        new ActiveResponse(
            new CommandDefinition("drop", "firewall-drop", true, List.of()),
            "local",
            Set.of(ActiveResponse.Place.LOCAL),
            Optional.empty(),
            Set.of(200_100, 200_101),
            OptionalInt.of(1),
            Optional.empty(),
            Optional.empty());

    for (OwnRule own : OwnRule.values()) {
      Rule rule = own.rule();

      assertThat(everything.boundTo(rule)).as(own.name()).isFalse();
      assertThat(rule.id()).isGreaterThan(120_000);
    }
  }
}
