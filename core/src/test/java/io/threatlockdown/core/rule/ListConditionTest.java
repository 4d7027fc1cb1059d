package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.xml.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looks values up in a small list. */
class ListConditionTest {
  private static final ConfigFile LIST =
      new ConfigFile(
          "etc/lists/peers",
          """
          # no colon is no entry
          192.0.2.1:known bad
          198.51.:range
          "2001:db8::1":"six"
          192.0.2.1:again
          only:
          """);

  @ParameterizedTest
  @CsvSource({
    "match_key,192.0.2.1,100",
    "match_key,198.51.100.7,0",
    "match_key,2001:db8::1,100",
    "not_match_key,198.51.100.7,100",
    "not_match_key,192.0.2.1,0",
    "address_match_key,198.51.100.7,100",
    "address_match_key,192.0.2.1,100",
    "address_match_key,203.0.113.1,0",
    "not_address_match_key,203.0.113.1,100",
    "not_address_match_key,198.51.100.7,0",
    "match_key_value,192.0.2.1,100",
    "match_key_value,2001:db8::1,0",
    "address_match_key_value,192.0.2.1,100",
    "address_match_key_value,198.51.100.7,0",
    "address_match_key_value,203.0.113.1,0"
  })
  void evaluate_lookup_findsKey(String lookup, String address, int expected) {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(
                100,
                3,
                "<list field=\"srcip\" lookup=\"%s\" check_value=\"^known\">etc/lists/peers</list>"
                    .formatted(lookup)),
            LIST);

    assertThat(fixture.problems).isEmpty();
    assertThat(fixture.matches(event("x").field(StaticField.SRCIP, address))).isEqualTo(expected);
    assertThat(fixture.matches("x")).isZero();
  }

  @Test
  void evaluate_moreThanTwoLists_onlyTheLastTwoCount() {
    String list = "<list field=\"%s\">etc/lists/peers</list>";
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 3, list.formatted("url") + list.formatted("srcip") + list.formatted("name")),
            LIST);

    assertThat(fixture.warnings()).hasSize(1);
    assertThat(
            fixture.matches(
                event("x").field(StaticField.SRCIP, "192.0.2.1").dynamicField("name", "only")))
        .isEqualTo(100);
  }

  @Test
  void read_lookupOfValueWithoutPattern_isWrong() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 3, "<list field=\"id\" lookup=\"match_key_value\">etc/lists/peers</list>"),
            LIST);

    assertThat(fixture.errors()).hasSize(1);
  }

  @Test
  void read_list_keepsTheFirstOfEqualKeys() {
    CdbList list = CdbList.read(LIST, new ArrayList<>()::add);

    assertThat(list.value("192.0.2.1")).contains("known bad");
    assertThat(list.value("2001:db8::1")).contains("six");
    assertThat(list.value("only")).contains("");
    assertThat(List.of("", "2001", "\"2001:db8::1\"")).allMatch(key -> list.value(key).isEmpty());
  }
}
