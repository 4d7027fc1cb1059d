package io.threatlockdown.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.MemoryBudget;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the intake with a ruleset of three rules against a probe that plays all offenders. */
class EngineTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ReportingHost HERE = ReportingHost.local("victim");
  private static final ReportingHost WEB = new ReportingHost("001", "web", Optional.empty());
  private static final ConfigFile DECODERS =
      new ConfigFile(
          "decoders.xml",
          """
          <decoder name="sshd"><program_name>^sshd</program_name></decoder>
          <decoder name="sshd-invalid">
            <parent>sshd</parent>
            <prematch>^Invalid user</prematch>
            <regex offset="after_prematch">^ (\\S+) from (\\S+)</regex>
            <order>srcuser, srcip</order>
          </decoder>
          """);
  private static final ConfigFile RULES =
      new ConfigFile(
          "rules.xml",
          """
          <group name="syslog,">
            <rule id="1" level="0" noalert="1">
              <category>syslog</category><description>root</description></rule>
          </group>
          <group name="sshd,">
            <rule id="5700" level="0" noalert="1">
              <decoded_as>sshd</decoded_as><description>sshd</description></rule>
            <rule id="5710" level="5"><if_sid>5700</if_sid><match>Invalid user</match>
              <description>made-up user</description></rule>
            <rule id="5712" level="10" frequency="3" timeframe="60">
              <if_matched_sid>5710</if_matched_sid><same_source_ip />
              <description>many</description></rule>
          </group>
          """);

  private final ActorTestKit kit = ActorTestKit.create();
  private final ConcurrentLinkedQueue<Alert> written = new ConcurrentLinkedQueue<>();
  private final TestProbe<Offenders.Command> offenders =
      kit.createTestProbe(Offenders.Command.class);
  private final TestProbe<Ingest.Analysed> source = kit.createTestProbe(Ingest.Analysed.class);
  private volatile Instant now = NOON;
  private MemoryBudget budget = MemoryBudget.unlimited();
  private final TestProbe<Done> used = kit.createTestProbe(Done.class);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void submit_ofNothing_isAnsweredAtOnce() {
    submit(engine(Engine.HOSTS_MAX));

    source.expectMessage(Ingest.Analysed.NOTHING);
  }

  @Test
  void submit_ofHarmlessLines_asksNoOffender() {
    submit(engine(Engine.HOSTS_MAX), line(HERE, "cron[1]: nothing"), line(HERE, ""));

    source.expectMessage(new Ingest.Analysed(2, 0, 0, 0));
    offenders.expectNoMessage(Duration.ZERO);
    assertThat(written).isEmpty();
  }

  @Test
  void submit_ofInvalidUser_isAnsweredAfterTheOffenders() {
    submit(engine(Engine.HOSTS_MAX), invalidUser(HERE, 66));
    Offenders.Report report = offenders.expectMessageClass(Offenders.Report.class);

    source.expectNoMessage(Duration.ZERO);
    report.replyTo().tell(new Offenders.Reported(1, 0));

    source.expectMessage(new Ingest.Analysed(1, 1, 1, 0));
    assertThat(report.alerts()).singleElement().satisfies(alert -> assertIs5710(alert));
    assertThat(written).hasSize(1);
  }

  @Test
  void submit_ofOneHost_keepsOrderAndCountsAcrossSubmissions() {
    ActorRef<Ingest.Command> engine = engine(Engine.HOSTS_MAX);

    for (int i = 0; i < 3; i++) {
      submit(engine, invalidUser(HERE, 66));
      answer(1);
      source.expectMessageClass(Ingest.Analysed.class);
    }

    assertThat(written).extracting(alert -> alert.rule().id()).containsExactly(5710, 5710, 5712);
    assertThat(written).extracting(Alert::id).doesNotHaveDuplicates();
  }

  @Test
  void submit_ofTwoHosts_countsEachByItselfAndAnswersOnce() {
    submit(
        engine(Engine.HOSTS_MAX),
        invalidUser(HERE, 66),
        invalidUser(WEB, 66),
        invalidUser(HERE, 66),
        invalidUser(WEB, 66));

    answer(2);
    answer(1);

    source.expectMessage(new Ingest.Analysed(4, 4, 3, 0));
    source.expectNoMessage(Duration.ZERO);
    assertThat(written).extracting(alert -> alert.rule().id()).containsOnly(5710);
  }

  @Test
  void submit_fromMoreHostsThanRemembered_forgetsTheOneUnheardForLongest() {
    ActorRef<Ingest.Command> engine = engine(1);
    submitAndAnswer(engine, invalidUser(HERE, 66));
    submitAndAnswer(engine, invalidUser(HERE, 66));
    submitAndAnswer(engine, invalidUser(WEB, 66));

    submitAndAnswer(engine, invalidUser(HERE, 66));

    assertThat(written).extracting(alert -> alert.rule().id()).containsOnly(5710);
  }

  @Test
  void useRuleset_countUnchanged_goesOnWithoutMissingALine() {
    ActorRef<Ingest.Command> engine = engine(Engine.HOSTS_MAX);
    submitAndAnswer(engine, invalidUser(HERE, 66));
    submitAndAnswer(engine, invalidUser(HERE, 66));

    use(engine, "<!-- moved down -->\n\n" + RULES.text());
    submitAndAnswer(engine, invalidUser(HERE, 66));

    assertThat(written).extracting(alert -> alert.rule().id()).containsExactly(5710, 5710, 5712);
  }

  @Test
  void useRuleset_countChanged_countsAnewByTheNewOne() {
    ActorRef<Ingest.Command> engine = engine(Engine.HOSTS_MAX);
    submitAndAnswer(engine, invalidUser(HERE, 66));
    submitAndAnswer(engine, invalidUser(WEB, 66));

    use(engine, RULES.text().replace("frequency=\"3\"", "frequency=\"2\""));
    submitAndAnswer(engine, invalidUser(HERE, 66));
    submitAndAnswer(engine, invalidUser(HERE, 66));

    assertThat(written)
        .extracting(alert -> alert.rule().id())
        .containsExactly(5710, 5710, 5710, 5712);
  }

  @Test
  void useRuleset_whileLinesAreUnderWay_analysesEachOnceByOneOfThem() {
    ActorRef<Ingest.Command> engine = engine(Engine.HOSTS_MAX);
    submitAndAnswer(engine, invalidUser(HERE, 66));
    written.clear();
    for (int i = 0; i < 50; i++) {
      submit(engine, line(HERE, "sshd[1]: Invalid user u" + i + " from 192.0.2.1 port 1"));
      engine.tell(
          new Ingest.UseRuleset(
              decoders(), ruleSet(RULES.text().replace("made-up", "v" + i)), used.ref()));
    }
    for (int i = 0; i < 50; i++) {
      answer(0);
      source.expectMessageClass(Ingest.Analysed.class);
      used.expectMessage(Done.getInstance());
    }

    assertThat(written)
        .extracting(alert -> alert.event().field(StaticField.SRCUSER).orElse(""))
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "u" + i).toList());
    assertThat(written)
        .filteredOn(alert -> alert.rule().id() == 5710)
        .extracting(alert -> alert.description())
        .doesNotHaveDuplicates();
  }

  private void use(ActorRef<Ingest.Command> engine, String rules) {
    engine.tell(new Ingest.UseRuleset(decoders(), ruleSet(rules), used.ref()));
    used.expectMessage(Done.getInstance());
  }

  private static Decoders decoders() {
    return Decoders.read(List.of(DECODERS), EngineTest::refuse);
  }

  private static RuleSet ruleSet(String rules) {
    return RuleSet.read(List.of(new ConfigFile("rules.xml", rules)), List.of(), EngineTest::refuse);
  }

  @Test
  void submit_ofTwoHostsUnderOssec_countsThemTogether() {
    ActorRef<Ingest.Command> engine = engine(RulesetFlavour.OSSEC, Engine.HOSTS_MAX);
    for (int i = 0; i < 5; i++) {
      submitAndAnswer(engine, invalidUser(i % 2 == 0 ? HERE : WEB, 66));
    }

    assertThat(written)
        .extracting(alert -> alert.rule().id())
        .containsExactly(5710, 5710, 5710, 5710, 5712);
  }

  @Test
  void submit_ofTenThousandHosts_countsEachExactly() {
    int hosts = 10_000;
    ActorRef<Ingest.Command> engine = engine(Engine.HOSTS_MAX);
    for (int round = 1; round <= 3; round++) {
      written.clear();
      LogLine[] lines = new LogLine[hosts];
      for (int i = 0; i < hosts; i++) {
        lines[i] = invalidUser(host(i), 66);
      }

      submit(engine, lines);
      for (int i = 0; i < hosts; i++) {
        answer(0);
      }

      source.expectMessage(new Ingest.Analysed(hosts, hosts, 0, 0));
      assertThat(written).extracting(alert -> alert.event().line().host().id()).hasSize(hosts);
      assertThat(written)
          .extracting(alert -> alert.rule().id())
          .containsOnly(round < 3 ? 5710 : 5712);
    }
    assertThat(budget.hosts()).isEqualTo(hosts);
  }

  @Test
  void submit_fromMoreHostsThanRemembered_givesBackTheMemory() {
    ActorRef<Ingest.Command> engine = engine(2);
    for (int i = 0; i < 20; i++) {
      submitAndAnswer(engine, invalidUser(host(i), 66));
    }

    TestProbe<Object> soon = kit.createTestProbe();
    soon.awaitAssert(
        () -> {
          assertThat(budget.hosts()).isEqualTo(2);
          assertThat(budget.bytes()).isBetween(1L, 10_000L);
          return null;
        });
  }

  @Test
  void submit_beyondTheBudget_makesIdleHostsGiveUpTheirOldestEvents() {
    budget = new MemoryBudget(20_000);
    ActorRef<Ingest.Command> engine = engine(Engine.HOSTS_MAX);
    for (int i = 0; i < 3; i++) {
      for (int source = 1; source < 40; source++) {
        submitAndAnswer(engine, invalidUser(host(i), source));
      }
    }

    TestProbe<Object> soon = kit.createTestProbe();
    soon.awaitAssert(
        () -> {
          now = now.plusSeconds(1);
          submitAndAnswer(engine, invalidUser(host(0), 1));
          assertThat(budget.isExceeded()).isFalse();
          return null;
        });
  }

  private static ReportingHost host(int number) {
    return new ReportingHost(String.valueOf(1000 + number), "web" + number, Optional.empty());
  }

  private static void assertIs5710(Alert alert) {
    assertThat(alert.rule().id()).isEqualTo(5710);
    assertThat(alert.at()).isEqualTo(NOON);
    assertThat(alert.event().source().orElseThrow()).hasToString("192.0.2.66");
  }

  private ActorRef<Ingest.Command> engine(int hostsMax) {
    return engine(RulesetFlavour.WAZUH, hostsMax);
  }

  private ActorRef<Ingest.Command> engine(RulesetFlavour flavour, int hostsMax) {
    return kit.spawn(
        Engine.create(
            new AnalysisContext(
                Decoders.read(flavour, List.of(DECODERS), EngineTest::refuse),
                RuleSet.read(flavour, List.of(RULES), List.of(), EngineTest::refuse),
                ((InstantSource) () -> now).withZone(ZoneOffset.UTC),
                new AtomicLong()::incrementAndGet,
                budget,
                written::addAll,
                offenders.ref()),
            hostsMax));
  }

  private static void refuse(Object problem) {
    throw new AssertionError(problem);
  }

  private void submitAndAnswer(ActorRef<Ingest.Command> engine, LogLine line) {
    submit(engine, line);
    answer(1);
    source.expectMessageClass(Ingest.Analysed.class);
  }

  private void submit(ActorRef<Ingest.Command> engine, LogLine... lines) {
    engine.tell(new Ingest.Submit(List.of(lines), source.ref()));
  }

  private void answer(int blocks) {
    offenders
        .expectMessageClass(Offenders.Report.class)
        .replyTo()
        .tell(new Offenders.Reported(blocks, 0));
  }

  private static LogLine invalidUser(ReportingHost host, int lastByte) {
    return line(host, "sshd[1]: Invalid user ghost from 192.0.2." + lastByte + " port 4711");
  }

  private static LogLine line(ReportingHost host, String message) {
    return LogLine.log("Nov 24 12:00:00 victim " + message, "auth.log", host, NOON);
  }
}
