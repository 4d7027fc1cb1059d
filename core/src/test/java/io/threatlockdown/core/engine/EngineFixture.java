package io.threatlockdown.core.engine;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.MemoryBudget;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** An intake with a ruleset of three rules, a probe that plays all offenders, one that submits. */
final class EngineFixture implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final ReportingHost HERE = ReportingHost.local("victim");
  static final ReportingHost WEB = new ReportingHost("001", "web", Optional.empty());
  static final ConfigFile DECODERS =
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
  static final ConfigFile RULES =
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

  final ActorTestKit kit = ActorTestKit.create();
  final ConcurrentLinkedQueue<Alert> written = new ConcurrentLinkedQueue<>();
  final TestProbe<Offenders.Command> offenders = kit.createTestProbe(Offenders.Command.class);
  final TestProbe<Ingest.Analysed> source = kit.createTestProbe(Ingest.Analysed.class);
  final TestProbe<Watch.Command> watch = kit.createTestProbe(Watch.Command.class);
  final TestProbe<Done> used = kit.createTestProbe(Done.class);

  /** What the intake's clock says. */
  volatile Instant now = NOON;

  /** Of the intakes made from now on. */
  MemoryBudget budget = MemoryBudget.unlimited();

  @Override
  public void close() {
    kit.shutdownTestKit();
  }

  void use(ActorRef<Ingest.Command> engine, String rules) {
    engine.tell(new Ingest.UseRuleset(decoders(), ruleSet(rules), used.ref()));
    used.expectMessage(Done.getInstance());
  }

  static Decoders decoders() {
    return Decoders.read(List.of(DECODERS), EngineFixture::refuse);
  }

  static RuleSet ruleSet(String rules) {
    return RuleSet.read(
        List.of(new ConfigFile("rules.xml", rules)), List.of(), EngineFixture::refuse);
  }

  static ReportingHost host(int number) {
    return new ReportingHost(String.valueOf(1000 + number), "web" + number, Optional.empty());
  }

  ActorRef<Ingest.Command> engine(int hostsMax) {
    return engine(RulesetFlavour.WAZUH, hostsMax);
  }

  ActorRef<Ingest.Command> engine(RulesetFlavour flavour, int hostsMax) {
    LiteralIndex literals = new LiteralIndex();
    return kit.spawn(
        Engine.create(
            new AnalysisContext(
                Decoders.read(flavour, List.of(DECODERS), literals, EngineFixture::refuse),
                RuleSet.read(flavour, List.of(RULES), List.of(), literals, EngineFixture::refuse),
                ((InstantSource) () -> now).withZone(ZoneOffset.UTC),
                new AtomicLong()::incrementAndGet,
                budget,
                written::addAll,
                offenders.ref(),
                watch.ref()),
            hostsMax));
  }

  private static void refuse(Object problem) {
    throw new AssertionError(problem);
  }

  void submitAndAnswer(ActorRef<Ingest.Command> engine, LogLine line) {
    submit(engine, line);
    answer(1);
    source.expectMessageClass(Ingest.Analysed.class);
  }

  void submit(ActorRef<Ingest.Command> engine, LogLine... lines) {
    engine.tell(new Ingest.Submit(List.of(lines), source.ref()));
  }

  void answer(int blocks) {
    offenders
        .expectMessageClass(Offenders.Report.class)
        .replyTo()
        .tell(new Offenders.Reported(blocks, 0));
  }

  static LogLine invalidUser(ReportingHost host, int lastByte) {
    return line(host, "sshd[1]: Invalid user ghost from 192.0.2." + lastByte + " port 4711");
  }

  static LogLine line(ReportingHost host, String message) {
    return LogLine.log("Nov 24 12:00:00 victim " + message, "auth.log", host, NOON);
  }
}
