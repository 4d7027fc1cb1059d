package io.threatlockdown.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.rule.MemoryBudget;
import io.threatlockdown.core.xml.RulesetFlavour;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counts for many hosts within the memory they share. */
class ReportingHostsTest {
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void submit_ofTwoHostsUnderOssec_countsThemTogether() {
    ActorRef<Ingest.Command> engine = fixture.engine(RulesetFlavour.OSSEC, Engine.HOSTS_MAX);
    for (int i = 0; i < 5; i++) {
      fixture.submitAndAnswer(
          engine,
          EngineFixture.invalidUser(i % 2 == 0 ? EngineFixture.HERE : EngineFixture.WEB, 66));
    }

    assertThat(fixture.written)
        .extracting(alert -> alert.rule().id())
        .containsExactly(5710, 5710, 5710, 5710, 5712);
  }

  @Test
  void submit_ofTenThousandHosts_countsEachExactly() {
    int hosts = 10_000;
    ActorRef<Ingest.Command> engine = fixture.engine(Engine.HOSTS_MAX);
    for (int round = 1; round <= 3; round++) {
      fixture.written.clear();
      LogLine[] lines = new LogLine[hosts];
      for (int i = 0; i < hosts; i++) {
        lines[i] = EngineFixture.invalidUser(EngineFixture.host(i), 66);
      }

      fixture.submit(engine, lines);
      for (int i = 0; i < hosts; i++) {
        fixture.answer(0);
      }

      fixture.source.expectMessage(new Ingest.Analysed(hosts, hosts, 0, 0));
      assertThat(fixture.written)
          .extracting(alert -> alert.event().line().host().id())
          .hasSize(hosts);
      assertThat(fixture.written)
          .extracting(alert -> alert.rule().id())
          .containsOnly(round < 3 ? 5710 : 5712);
    }
    assertThat(fixture.budget.hosts()).isEqualTo(hosts);
  }

  @Test
  void submit_fromMoreHostsThanRemembered_givesBackTheMemory() {
    ActorRef<Ingest.Command> engine = fixture.engine(2);
    for (int i = 0; i < 20; i++) {
      fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.host(i), 66));
    }

    TestProbe<Object> soon = fixture.kit.createTestProbe();
    soon.awaitAssert(
        () -> {
          assertThat(fixture.budget.hosts()).isEqualTo(2);
          assertThat(fixture.budget.bytes()).isBetween(1L, 10_000L);
          return null;
        });
  }

  @Test
  void submit_beyondTheBudget_makesIdleHostsGiveUpTheirOldestEvents() {
    fixture.budget = new MemoryBudget(20_000);
    ActorRef<Ingest.Command> engine = fixture.engine(Engine.HOSTS_MAX);
    for (int i = 0; i < 3; i++) {
      for (int last = 1; last < 40; last++) {
        fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.host(i), last));
      }
    }

    TestProbe<Object> soon = fixture.kit.createTestProbe();
    soon.awaitAssert(
        () -> {
          fixture.now = fixture.now.plusSeconds(1);
          fixture.submitAndAnswer(engine, EngineFixture.invalidUser(EngineFixture.host(0), 1));
          assertThat(fixture.budget.isExceeded()).isFalse();
          return null;
        });
  }
}
