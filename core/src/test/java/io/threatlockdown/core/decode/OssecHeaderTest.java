package io.threatlockdown.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the headers that OSSEC reads otherwise than Wazuh (spec ruleset §9). */
class OssecHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "'Dec 29 10:00:01 ', Dec 29 10:00:01",
    "'2015-04-16 21:51:02,805 ', '2015-04-16 21:51:02,805'",
    "'2007-06-14T15:48:55-04:00 ', 2007-06-14T15:48:55-04:00",
    "'2022-12-19T15:02:53.2+00:00 ', 2022-12-19T15:02:53.2+00:00",
    "'2022-12-19T15:02:53.28+00:00 ', 2022-12-19T15:02:53.28+00:00",
    "'2022-12-19T15:02:53.288+00:00 ', 2022-12-19T15:02:53.288+00:00",
    "'2022-12-19T15:02:53.2881+00:00 ', 2022-12-19T15:02:53.2881+00:00",
    "'2022-12-19T15:02:53.28812+00:00 ', 2022-12-19T15:02:53.28812+00:00",
    "'2022-12-19T15:02:53.288123+00:00 ', 2022-12-19T15:02:53.288123+00:00",
    "'2022-12-19T15:02:53,288+00:00 ', '2022-12-19T15:02:53,288+00:00'",
    "'2015 Dec 29 10:00:01 ', 2015 Dec 29 10:00:01",
    "'2019:11:06-00:08:03 ', 2019:11:06-00:08:03",
  })
  void read_timestamp_namesHostAndProgram(String prefix, String timestamp) {
    Header header = read(prefix + "web-1 sshd[812]: Failed password");

    assertThat(header.timestamp()).contains(timestamp);
    assertThat(header.hostname()).contains("web-1");
    assertThat(header.programName()).contains("sshd");
    assertThat(header.log()).isEqualTo("Failed password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-04-21 10:16:09.404756-0700 web-1 sshd[812]: Failed password",
        "2021-04-21T10:16:09.404756+0000 web-1 sshd[812]: Failed password",
        "2021-04-21T10:16:09.4047561+00:00 web-1 sshd[812]: Failed password",
        "x019:11:06-00:08:03 web-1 sshd[812]: Failed password",
      })
  void read_timestampOfWazuhAlone_isNoHeader(String line) {
    assertThat(read(line)).isEqualTo(Header.bare(line, 0));
  }

  @Test
  void read_xferlog_startsAtTheSpaceBehindTheYear() {
    assertThat(read("Mon Apr 17 18:27:14 2006 1 192.0.2.60 f").log()).isEqualTo(" 1 192.0.2.60 f");
  }

  @Test
  void read_shortSuricataLine_isOne() {
    String line = "01/28/1979-09:13:16.240702 ";

    assertThat(line).hasSize(27);
    assertThat(read(line).log()).isEmpty();
    assertThat(Header.read(line, HeaderFormats.WAZUH).log()).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "su: text, su, text",
    "CRON[1]: run, CRON, run",
    "CRON[1] run, CRON, run",
    "last: [ID 800047 auth.info] gone, last, gone",
    "last: [ID 8]00047 auth.info] gone, last, gone",
    "last: [ID 800047]gone, last, [ID 800047]gone",
  })
  void read_programForm_isUnderstood(String rest, String program, String log) {
    Header header = read("Dec 29 10:00:01 web-1 " + rest);

    assertThat(header.programName()).contains(program);
    assertThat(header.log()).isEqualTo(log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"su:text", "CRON[1]:run", "CRON[1", "CRON[1x]: run", "words only"})
  void read_noSpaceBehindProgram_namesNone(String rest) {
    Header header = read("Dec 29 10:00:01 web-1 " + rest);

    assertThat(header.hostname()).contains("web-1");
    assertThat(header.programName()).isEmpty();
    assertThat(header.log()).isEqualTo(rest);
  }

  private static Header read(String line) {
    return Header.read(line, HeaderFormats.OSSEC);
  }
}
