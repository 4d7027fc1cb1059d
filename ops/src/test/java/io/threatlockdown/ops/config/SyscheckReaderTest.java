package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.source.integrity.Check;
import io.threatlockdown.core.source.integrity.IntegritySettings;
import io.threatlockdown.core.source.integrity.IntegritySettings.SkippedFileSystem;
import io.threatlockdown.core.source.integrity.WatchedPath;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads syscheck sections and compares settings and complaints. */
class SyscheckReaderTest {
  private final List<Problem> problems = new ArrayList<>();

  private IntegritySettings read(String inside) {
    return OssecConf.read(
            new ConfigFile(
                "ossec.conf",
                "<ossec_config>\n<syscheck>\n" + inside + "</syscheck></ossec_config>"),
            problems::add)
        .integrity();
  }

  @Test
  void read_whatWazuhShips_isTakenWithoutComplaint() {
    IntegritySettings settings =
        read(
            """
            <disabled>no</disabled>
            <frequency>43200</frequency>
            <scan_on_start>yes</scan_on_start>
            <alert_new_files>yes</alert_new_files>
            <auto_ignore frequency="10" timeframe="3600">no</auto_ignore>
            <directories>/etc,/usr/bin,/usr/sbin</directories>
            <directories>/bin,/sbin,/boot</directories>
            <ignore>/etc/mtab</ignore>
            <ignore>/etc/hosts.deny</ignore>
            <ignore>/etc/random-seed</ignore>
            <ignore>/etc/cups/certs</ignore>
            <ignore>/sys/kernel/debug</ignore>
            <ignore type="sregex">.log$|.swp$</ignore>
            <nodiff>/etc/ssl/private.key</nodiff>
            <skip_nfs>yes</skip_nfs>
            <skip_dev>yes</skip_dev>
            <skip_proc>yes</skip_proc>
            <skip_sys>yes</skip_sys>
            <process_priority>10</process_priority>
            <max_eps>50</max_eps>
            <synchronization>
              <enabled>yes</enabled>
              <interval>5m</interval>
              <max_eps>10</max_eps>
            </synchronization>
            """);

    assertThat(problems).allMatch(problem -> problem.severity() == Severity.WARNING);
    assertThat(problems)
        .extracting(Problem::text)
        .containsExactly("<process_priority> has no effect here");
    assertThat(settings.paths())
        .extracting(WatchedPath::pattern)
        .containsExactly("/etc", "/usr/bin", "/usr/sbin", "/bin", "/sbin", "/boot");
    assertThat(settings.schedule().every()).contains(Duration.ofHours(12));
    assertThat(settings.limits()).isEqualTo(IntegritySettings.Limits.DEFAULT);
    assertThat(settings.ignores().test("/etc/mtab")).isTrue();
    assertThat(settings.ignores().test("/etc/cups/certs/x")).isTrue();
    assertThat(settings.ignores().test("/etc/x.log")).isTrue();
    assertThat(settings.ignores().test("/etc/x.login")).isFalse();
    assertThat(settings.hidden().test("/etc/ssl/private.key")).isTrue();
    assertThat(settings.skipped()).isEqualTo(EnumSet.allOf(SkippedFileSystem.class));
  }

  @Test
  void read_directories_sayHowTheirPathsAreWatched() {
    WatchedPath path =
        read("""
            <directories realtime="yes" check_all="no" check_sum="yes" check_owner="yes"
              check_sha1sum="no" report_changes="yes" restore="yes" recursion_level="3"
              restrict="^/etc/a|.conf$" tags="web,prod" follow_symbolic_link="yes"
              diff_size_limit="4KB">/etc/a</directories>
            """)
            .paths()
            .get(0);

    assertThat(problems).isEmpty();
    assertThat(path.checks()).isEqualTo(Set.of(Check.MD5, Check.SHA256, Check.OWNER));
    assertThat(path.realtime()).isTrue();
    assertThat(path.reportChanges()).isTrue();
    assertThat(path.protect()).isTrue();
    assertThat(path.followLink()).isTrue();
    assertThat(path.recursionLevel()).isEqualTo(3);
    assertThat(path.tags()).containsExactly("web", "prod");
    assertThat(path.diffBytesMax()).isEqualTo(4096);
    assertThat(path.restrict().orElseThrow().test("/b/c.conf")).isTrue();
    assertThat(path.restrict().orElseThrow().test("/b/c")).isFalse();
  }

  @Test
  void read_defaults_areWazuhs() {
    WatchedPath path = read("<directories>/etc</directories>").paths().get(0);

    assertThat(path.checks()).isEqualTo(Check.ALL);
    assertThat(path.realtime()).isFalse();
    assertThat(path.reportChanges()).isFalse();
    assertThat(path.protect()).isFalse();
    assertThat(path.recursionLevel()).isEqualTo(256);
  }

  @Test
  void read_limits_areTaken() {
    IntegritySettings settings =
        read(
            """
            <directories>/etc</directories>
            <file_limit><enabled>yes</enabled><entries>500</entries></file_limit>
            <max_eps>7</max_eps>
            <skip_nfs>no</skip_nfs>
            <scan_on_start>no</scan_on_start>
            <diff>
              <disk_quota><enabled>yes</enabled><limit>2MB</limit></disk_quota>
              <file_size><enabled>yes</enabled><limit>1KB</limit></file_size>
              <nodiff type="sregex">.key$</nodiff>
            </diff>
            """);

    assertThat(problems).isEmpty();
    assertThat(settings.limits().files()).isEqualTo(500);
    assertThat(settings.limits().eventsPerSecond()).isEqualTo(7);
    assertThat(settings.limits().diffStoreBytes()).isEqualTo(2 << 20);
    assertThat(settings.paths().get(0).diffBytesMax()).isEqualTo(1024);
    assertThat(settings.skipped()).doesNotContain(SkippedFileSystem.NFS);
    assertThat(settings.scanOnStart()).isFalse();
    assertThat(settings.hidden().test("/etc/a.key")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "21:30, 21:30",
    "9pm, 21:00",
    "9:15 AM, 09:15",
    "12am, 00:00",
    "12pm, 12:00",
    "0:05, 00:05"
  })
  void read_scanTime_replacesTheDefaultFrequency(String text, LocalTime time) {
    IntegritySettings settings =
        read(
            "<directories>/etc</directories><scan_time>"
                + text
                + "</scan_time>"
                + "<scan_day>thursday</scan_day>");

    assertThat(problems).isEmpty();
    assertThat(settings.schedule().at()).contains(time);
    assertThat(settings.schedule().day()).contains(DayOfWeek.THURSDAY);
    assertThat(settings.schedule().every()).isEmpty();
  }

  @Test
  void read_disabled_watchesNothing() {
    assertThat(read("<directories>/etc</directories><disabled>yes</disabled>").paths()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          <nonsense/>! unknown element <nonsense> in <syscheck>
          <directories check_everything="yes">/etc</directories>! unknown attribute check_everything; allowed: check_all
          <directories realtime="true">/etc</directories>! realtime 'true'; allowed: yes, no
          <directories recursion_level="321">/etc</directories>! recursion_level '321'; allowed: a whole number from 0 to 320
          <directories diff_size_limit="4">/etc</directories>! size '4'; allowed: a number with KB, MB or GB
          <frequency>daily</frequency>! 'daily'; allowed: a whole number
          <scan_time>25:00</scan_time>! '25:00'; allowed: a time of day
          <scan_day>someday</scan_day>! 'someday'; allowed: monday
          <scan_on_start>1</scan_on_start>! allowed: yes, no
          <ignore type="regex">x</ignore>! type 'regex'; allowed: sregex
          <file_limit><entries>0</entries></file_limit>! '0'; allowed: a whole number from 1
          <file_limit><files>5</files></file_limit>! unknown element <files>
          <max_eps>fast</max_eps>! 'fast'; allowed: a whole number
          <diff><limit>5</limit></diff>! unknown element <limit>
          """)
  void read_mistake_isFatalAndNamesLineValueAndAllowed(String inside, String text) {
    IntegritySettings unused = read(inside);

    assertThat(problems)
        .anyMatch(
            problem ->
                problem.severity() == Severity.FATAL
                    && problem.line() == 3
                    && problem.text().contains(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          <directories>%WINDIR%/win.ini</directories>! no path of this system
          <directories>etc</directories>! no path of this system
          <directories whodata="yes">/etc</directories>! do not say who made the change
          <windows_registry>HKEY_LOCAL_MACHINE</windows_registry>! has no effect here
          <ignore></ignore>! would mean every path
          <alert_new_files>no</alert_new_files>! below 554
          <ignore>C:\\pagefile.sys</ignore>! no path of this system
          """)
  void read_whatDoesNothingHere_isSaid(String inside, String text) {
    IntegritySettings unused = read(inside);

    assertThat(problems).noneMatch(problem -> problem.severity() == Severity.FATAL);
    assertThat(problems).anyMatch(problem -> problem.text().contains(text));
  }
}
