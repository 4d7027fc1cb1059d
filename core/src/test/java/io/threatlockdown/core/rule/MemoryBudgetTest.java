package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.NOON;
import static io.threatlockdown.core.rule.RuleSetFixture.eventFrom;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Divides memory among hosts, of which some are much busier than others. */
class MemoryBudgetTest {
  private static final long BYTES_MAX = 200_000;

  private final RuleSet rules =
      RuleSetFixture.of(
              rule(100, 5, "<match>try</match>")
                  + "<rule id=\"101\" level=\"10\" frequency=\"4\" timeframe=\"600\">"
                  + "<if_matched_sid>100</if_matched_sid><same_source_ip />"
                  + "<description>Many.</description></rule>")
          .rules;
  private final MemoryBudget budget = new MemoryBudget(BYTES_MAX);

  private Correlation host() {
    return rules.correlation(() -> 1, budget);
  }

  private int tryFrom(Correlation host, int address) {
    String source = "198.51." + address / 256 + "." + address % 256;
    return rules
        .evaluate(eventFrom(source, "try " + address), NOON, host)
        .rule()
        .map(Rule::id)
        .orElse(0);
  }

  @Test
  void remember_oneBusyHost_doesNotCostTheOthersTheirEvents() {
    List<Correlation> quiet = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Correlation host = host();
      quiet.add(host);
      for (int one = 0; one < 3; one++) {
        assertThat(tryFrom(host, 7)).isEqualTo(100);
      }
    }
    Correlation busy = host();
    for (int address = 0; address < 20_000; address++) {
      assertThat(tryFrom(busy, address)).isEqualTo(100);
    }

    assertThat(busy.evictions()).isPositive();
    assertThat(budget.bytes()).isLessThanOrEqualTo(BYTES_MAX);
    for (Correlation host : quiet) {
      assertThat(tryFrom(host, 7)).isEqualTo(101);
      assertThat(host.evictions()).isZero();
    }
  }

  @Test
  void shrink_afterAllWereBusy_leavesEachItsPart() {
    List<Correlation> hosts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Correlation host = host();
      hosts.add(host);
      for (int address = 0; address < 1_000; address++) {
        assertThat(tryFrom(host, address)).isEqualTo(100);
      }
    }
    assertThat(budget.hosts()).isEqualTo(50);
    assertThat(budget.isExceeded()).isTrue();

    hosts.forEach(host -> host.shrink(NOON));

    assertThat(budget.isExceeded()).isFalse();
    assertThat(hosts).allSatisfy(host -> assertThat(host.rememberedEvents()).isPositive());
    hosts.forEach(Correlation::close);

    assertThat(budget.bytes()).isZero();
    assertThat(budget.hosts()).isZero();
  }

  @Test
  void takeOver_ofAMemory_countsItOnce() {
    Correlation host = host();
    assertThat(tryFrom(host, 7)).isEqualTo(100);
    long before = budget.bytes();

    rules.takeOver(host);

    assertThat(budget.bytes()).isEqualTo(before).isPositive();
    assertThat(host.rememberedEvents()).isEqualTo(1);
  }
}
