package io.threatlockdown.ops.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OSSEC's programs are told of an alert. */
class ArgumentsTest {
  @Test
  void of_alert_isInOssecsOrder() throws ActionException {
    assertThat(Arguments.of(order(ProgramBed.ALERT, "x", "y z"), false).words())
        .containsExactly(
            "delete",
            "ann",
            "203.0.113.7",
            "1714564800.12345",
            "5710",
            "journald",
            "-",
            "x",
            "y z");
  }

  @Test
  void of_alertOfAnAgent_hasALocationOfTwoArguments() throws ActionException {
    String alert =
        "{\"agent\":{\"id\":\"001\",\"name\":\"web01\",\"ip\":\"10.0.0.5\"},"
            + "\"location\":\"/var/log/auth.log\"}";

    assertThat(Arguments.of(order(alert), true).words())
        .containsExactly(
            "add", "-", "-", "-", "5710", "(web01)", "10.0.0.5->/var/log/auth.log", "-");
  }

  @Test
  void of_fileChange_namesTheFileInOnePiece() throws ActionException {
    String alert = "{\"syscheck\":{\"path\":\"/srv/a b;c\"},\"location\":\"syscheck\"}";

    assertThat(Arguments.of(order(alert), true).words())
        .containsExactly("add", "-", "-", "-", "5710", "syscheck", "/srv/a b;c");
  }

  @Test
  void of_noAlert_isAllDashes() throws ActionException {
    assertThat(Arguments.of(order(""), true).words())
        .containsExactly("add", "-", "-", "-", "5710", "-", "-");
  }

  @ParameterizedTest
  @CsvSource({
    "dstuser, 'DOM\\\\x', user 'DOM\\x'",
    "dstuser, '$(reboot)', user '$(reboot)'",
    "dstuser, 'a b', user 'a b'",
    "dstuser, 'a\\nb', user 'a b'",
    "dstuser, '-rf', user '-rf'",
    "srcip, 'fe80::1%eth0', address 'fe80::1%eth0'",
    "srcip, '1.2.3.4;reboot', address '1.2.3.4;reboot'",
    "srcip, '--help', address '--help'"
  })
  void of_fieldThatIsNotSafe_isLeftOutAndNoted(String field, String value, String noted)
      throws ActionException {
    Arguments arguments = Arguments.of(order(data(field, value)), true);

    assertThat(arguments.words()).containsExactly("add", "-", "-", "-", "5710", "-", "-");
    assertThat(arguments.note()).hasValue("not told of " + noted);
  }

  @Test
  void of_fieldThatIsNotSafeAndWhatTheResponseIsAbout_isRefused() {
    BlockOrder order = order(data("dstuser", "x;y"));
    BlockOrder about = withKey(order, "x;y");

    assertThatThrownBy(() -> Arguments.of(about, true))
        .isInstanceOf(ActionException.class)
        .hasMessage("was not started: it is not told of a user like 'x;y'");
  }

  @Test
  void of_manyWords_areCutAtOssecsLimit() throws ActionException {
    String alert = "{\"location\":\"" + "x ".repeat(100) + "\"}";

    Arguments arguments = Arguments.of(order(alert), true);

    assertThat(arguments.words()).hasSize(ProgramLimits.ARGUMENTS_MAX - 1).last().isEqualTo("x");
    assertThat(arguments.note()).hasValue("not told of arguments beyond 31");
  }

  private static String data(String field, String value) {
    return "{\"data\":{\"" + field + "\":\"" + value + "\"}}";
  }

  private static BlockOrder order(String alert, String... extraArgs) {
    return ProgramBed.order(Means.ARGV_PROGRAM, "drop.sh", alert, extraArgs);
  }

  private static BlockOrder withKey(BlockOrder order, String key) {
    return order.withKey(new BlockKey("000", order.key().program(), List.of(key)));
  }
}
