package io.threatlockdown.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads one line of every header form (spec ruleset §1.2 to §1.4). */
class HeaderTest {
  @ParameterizedTest
  @CsvSource({
    "'Dec 29 10:00:01 ', Dec 29 10:00:01",
    "'2015-04-16 21:51:02,805 ', '2015-04-16 21:51:02,805'",
    "'2007-06-14T15:48:55-04:00 ', 2007-06-14T15:48:55-04:00",
    "'2022-12-19T15:02:53.288+00:00 ', 2022-12-19T15:02:53.288+00:00",
    "'2009-05-22T09:36:46.214994-07:00 ', 2009-05-22T09:36:46.214994-07:00",
    "'2021-05-22T09:36:46.214994+0000 ', 2021-05-22T09:36:46.214994+0000",
    "'2015 Dec 29 10:00:01 ', 2015 Dec 29 10:00:01",
    "'2021-04-21 10:16:09.404756-0700 ', 2021-04-21 10:16:09.404756-0700",
  })
  void read_syslogTimestamp_namesHostAndProgram(String prefix, String timestamp) {
    Header header = read(prefix + "web-1 sshd[812]: Failed password");

    assertThat(header.timestamp()).contains(timestamp);
    assertThat(header.hostname()).contains("web-1");
    assertThat(header.programName()).contains("sshd");
    assertThat(header.log()).isEqualTo("Failed password");
  }

  @ParameterizedTest
  @CsvSource({
    "'Mon Apr 17 18:27:14 2006 1 192.0.2.60 f', '1 192.0.2.60 f'",
    "'01/28-09:13:16.240702  [**] alert', ' [**] alert'",
    "'01/28/1979-09:13:16.240702  [**] alert', '[**] alert'",
    "'[Fri Feb 11 18:06:35 2004] [warn] x', '[warn] x'",
    "'[Fri Feb 11 18:06:35 2004] [warn] x', '[warn] x'",
    "'1140804070.368  11623 192.0.2.1 TCP_MISS', '11623 192.0.2.1 TCP_MISS'",
  })
  void read_headerWithoutHost_isTakenOff(String line, String log) {
    Header header = read(line);

    assertThat(header.log().stripLeading()).isEqualTo(log.stripLeading());
    assertThat(header.hostname()).isEmpty();
    assertThat(header.programName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{\"a\":1}",
        "192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 1",
        "<134>1 2020-01-01T00:00:00Z host app - - - text",
        "Dec 29 10:00:01",
        "1140804070.368 "
      })
  void read_noHeader_leavesWholeLine(String line) {
    Header header = read(line);

    assertThat(header).isEqualTo(Header.bare(line, 0));
    assertThat(header.log()).isEqualTo(line);
  }

  @Test
  void read_umlautMonth_isPlainTimestamp() {
    Header header = read("M\u00c3\u00a4r 29 10:00:01 web-1 su: bad");

    assertThat(header.programName()).contains("su");
    assertThat(header.hostname()).contains("web-1");
  }

  @Test
  void read_secondSpaceBehindTimestamp_isSkipped() {
    assertThat(read("Dec 29 10:00:01  web-1 su: bad").hostname()).contains("web-1");
  }

  @Test
  void read_programWithoutHost_hasNoHost() {
    Header header = read("Dec 29 10:00:01 su: bad pw");

    assertThat(header.hostname()).isEmpty();
    assertThat(header.programName()).contains("su");
    assertThat(header.log()).isEqualTo("bad pw");
  }

  @Test
  void read_ciscoBehindTimestamp_hasNeitherHostNorProgram() {
    Header header = read("Dec 29 10:00:01 %ASA-6-302013: Built");

    assertThat(header.hostname()).isEmpty();
    assertThat(header.programName()).isEmpty();
    assertThat(header.log()).isEqualTo("%ASA-6-302013: Built");
  }

  @ParameterizedTest
  @CsvSource({
    "kernel: [ 12.3] x, kernel, '[ 12.3] x'",
    "su:text, su, text",
    "su:  two, su, ' two'",
    "CRON[1]: run, CRON, run",
    "CRON[1]:run, CRON, run",
    "CRON[1] run, CRON, run",
    "pam(x)/y@z_1.2-3: t, pam(x)/y@z_1.2-3, t",
    "auth|security:info sshd: t, sshd, t",
    "auth|security:info sshd[12]: t, sshd, t",
    "auth|security:info sshd[12] t, sshd, '[12] t'",
    "auth|security:info ssh%d t, ssh%d t, '%d t'",
    "last: [ID 800047 auth.info] gone, last, gone",
    "last: [ID 800047, last, '[ID 800047'",
  })
  void read_programForm_isUnderstood(String rest, String program, String log) {
    Header header = read("Dec 29 10:00:01 web-1 " + rest);

    assertThat(header.programName()).contains(program);
    assertThat(header.log()).isEqualTo(log);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prog[12x]: t",
        "prog[x]: t",
        "prog[12",
        "%%01SSH/4/x: t",
        "auth|Security:info sshd: t",
        "auth|security sshd: t",
        "auth|security:info",
        "words only"
      })
  void read_noProgramForm_leavesTheText(String rest) {
    Header header = read("Dec 29 10:00:01 web-1 " + rest);

    assertThat(header.hostname()).contains("web-1");
    assertThat(header.programName()).isEmpty();
    assertThat(header.log()).isEqualTo(rest);
  }

  @Test
  void read_textRightBehindHost_isCutOff() {
    Header cut = read("Dec 29 10:00:01 web-1 %x");
    Header uncut = read("Dec 29 10:00:01 web-1 su: x");

    assertThat(cut.from()).isZero();
    assertThat(uncut.text()).startsWith("Dec 29");
  }

  @Test
  void read_appleSystemLog_takesGroups() {
    Header header =
        read(
            "[Time 2006.12.28 15:53:55 UTC] [Facility auth] [Sender sshd] [PID 483] "
                + "[Message refused connect from 192.0.2.1] [Level 4] [UID -2] [Host mac-1]");

    assertThat(header.programName()).contains("sshd");
    assertThat(header.hostname()).contains("mac-1");
    assertThat(header.log()).isEqualTo("refused connect from 192.0.2.1");
  }

  @Test
  void read_appleSystemLogUnclosed_dropsTheRest() {
    Header header = read("[Time 2006.12.28 15:53:55 UTC] [Facility auth] [Sender sshd [Message x");

    assertThat(header.programName()).isEmpty();
    assertThat(header.log()).isEqualTo(" UTC] [Facility auth] [Sender sshd [Message x");
    assertThat(header.hostname()).isEqualTo(Optional.empty());
  }

  private static Header read(String line) {
    return Header.read(line, HeaderFormats.WAZUH);
  }
}
