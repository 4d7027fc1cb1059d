package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads bytes as events, good ones and hostile ones. */
class EventFormatsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ReportingHost LOCAL = ReportingHost.local("gate");
  private static final EventFormats FORMATS =
      new EventFormats("http", LOCAL, Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void json_logAlone_isTakenAsOfThisHost() {
    assertThat(json("{\"log\":\"hello\"}")).isEqualTo(taken("hello", "http", LOCAL));
  }

  @Test
  void json_allFields_areTaken() {
    Reading reading =
        json(
            """
            {"log":"hello","location":"/var/log/auth.log","timestamp":"2026-03-01T13:00:00.1+0100",
             "agent":{"id":"007","name":"web-1","ip":"192.0.2.7"},"more":{"a":[1,{}]}}""");

    assertThat(reading)
        .isEqualTo(
            taken(
                "hello",
                "/var/log/auth.log",
                new ReportingHost("007", "web-1", Optional.of("192.0.2.7"))));
  }

  @Test
  void location_syscheck_makesAFileIntegrityEvent() {
    EventFormats watched = new EventFormats("syscheck", LOCAL, Clock.fixed(NOON, ZoneOffset.UTC));

    assertThat(json("{\"log\":\"{}\",\"location\":\"syscheck\"}"))
        .isEqualTo(
            new Reading.Taken(new LogLine("{}", "syscheck", LineKind.SYSCHECK, LOCAL, NOON)));
    assertThat(watched.plain(new byte[] {'{', '}'}, 0, 2))
        .isEqualTo(
            new Reading.Taken(new LogLine("{}", "syscheck", LineKind.SYSCHECK, LOCAL, NOON)));
  }

  @Test
  void json_agentOfThisHost_isThisHost() {
    assertThat(json("{\"log\":\"x\",\"agent\":{\"id\":\"000\",\"name\":\"liar\"}}"))
        .isEqualTo(taken("x", "http", LOCAL));
  }

  @Test
  void json_logBeyondAscii_isUtf8Bytes() {
    Reading reading = json("{\"log\":\"caf\\u00e9 \u20ac\"}");

    assertThat(reading).isEqualTo(taken("caf\u00c3\u00a9 \u00e2\u0082\u00ac", "http", LOCAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|log is missing",
        "{\"log\":7}|log is not a string",
        "{\"log\":null}|log is not a string",
        "{\"log\":{\"a\":1}}|log is not a string",
        "{\"log\":\"\"}|log is empty",
        "{\"log\":\"a\",\"log\":\"b\"}|log is there twice",
        "{\"log\":\"a\",\"agent\":3}|agent is not an object",
        "{\"log\":\"a\",\"agent\":{}}|agent.id is not 3 to 10 digits",
        "{\"log\":\"a\",\"agent\":{\"id\":\"1\"}}|agent.id is not 3 to 10 digits",
        "{\"log\":\"a\",\"agent\":{\"id\":1}}|agent.id is not a string",
        "{\"log\":\"a\",\"agent\":{\"id\":\"001\",\"name\":\"a\",\"ip\":\"x\"}}"
            + "|agent.ip is not an address",
        "[]|not a JSON object",
        "7|not a JSON object",
        "{\"log\":\"a\"}{}|more than one JSON value",
        "{\"log\":\"a\"|not JSON at line 1 column 11",
        "{\"log\":'a'}|not JSON at line 1 column 8",
      })
  void json_notAnEvent_saysWhy(String line, String problem) {
    assertThat(json(line)).isEqualTo(new Reading.Rejected(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-03-01T12:00:00", "2026-13-01T12:00:00Z", "", "1"})
  void json_timestampWithoutMeaning_isRejected(String timestamp) {
    Reading reading = json("{\"log\":\"a\",\"timestamp\":\"" + timestamp + "\"}");

    assertThat(problem(reading)).startsWith("timestamp is not ISO 8601");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\nb", "\\u0000", "\\u00e9"})
  void json_locationUnprintable_isRejected(String location) {
    Reading reading = json("{\"log\":\"a\",\"location\":\"" + location + "\"}");

    assertThat(problem(reading)).startsWith("location is not");
  }

  @Test
  void json_agentNameThatIsMarkup_isRejected() {
    Reading reading = json("{\"log\":\"a\",\"agent\":{\"id\":\"001\",\"name\":\"<b>\"}}");

    assertThat(problem(reading)).startsWith("agent.name is not");
  }

  @Test
  void json_tenThousandFields_isRejected() {
    String fields =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"f" + i + "\":1")
            .collect(Collectors.joining(","));

    Reading reading = json("{\"log\":\"a\"," + fields + "}");

    assertThat(reading).isEqualTo(new Reading.Rejected("more than 1000 fields"));
  }

  @Test
  void json_deepNesting_isRejected() {
    Reading reading = json("{\"log\":\"a\",\"b\":" + "[".repeat(50_000));

    assertThat(problem(reading)).startsWith("JSON over a limit");
  }

  @Test
  void json_invalidUtf8_isRejected() {
    byte[] bytes = "{\"log\":\"a\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);

    Reading reading = FORMATS.json(bytes, 0, bytes.length);

    assertThat(problem(reading)).startsWith("not JSON");
  }

  @Test
  void json_longestLog_isTakenAndOneByteMoreRejected() {
    String longest = "x".repeat(LogLine.BYTES_MAX);

    Reading fits = json("{\"log\":\"" + longest + "\"}");
    Reading tooLong = json("{\"log\":\"" + longest + "x\"}");
    Reading tooLongInUtf8 = json("{\"log\":\"" + longest.substring(1) + "\u00e9\"}");

    assertThat(fits).isEqualTo(taken(longest, "http", LOCAL));
    assertThat(problem(tooLong)).isEqualTo("log is longer than 65535 bytes");
    assertThat(problem(tooLongInUtf8)).isEqualTo("log is longer than 65535 bytes");
  }

  @Test
  void plain_anyBytes_areTakenAsTheyAre() {
    byte[] bytes = {(byte) 0xff, 'a', 1};

    assertThat(FORMATS.plain(bytes, 0, 3)).isEqualTo(taken("\u00ffa\u0001", "http", LOCAL));
  }

  @Test
  void document_array_numbersItsElements() {
    List<EventBatch> batches = document("[{\"log\":\"a\"},{},5,[[]],{\"log\":\"b\"}]");

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).lines()).extracting(LogLine::text).containsExactly("a", "b");
    assertThat(batches.get(0).errors())
        .extracting(LineError::line, LineError::problem)
        .hasToString(
            "[(2L, \"log is missing\"), (3L, \"not a JSON object\"), (4L, \"not a JSON object\")]");
  }

  @Test
  void document_fieldTooMany_rejectsTheElementOnly() {
    String fields = "\"f\":1,".repeat(1_001);

    List<EventBatch> batches = document("[{" + fields + "\"log\":\"a\"},{\"log\":\"b\"}]");

    assertThat(batches.get(0).lines()).extracting(LogLine::text).containsExactly("b");
  }

  @Test
  void document_manyElements_areBatchedAndErrorsBounded() {
    String elements = "{\"log\":\"a\"},".repeat(2_500) + "{},".repeat(500);

    List<EventBatch> batches = document("[" + elements + "{\"log\":\"z\"}]");

    assertThat(batches).extracting(batch -> batch.lines().size()).containsExactly(1000, 1000, 501);
    assertThat(batches.get(2).rejected()).isEqualTo(500);
    assertThat(batches.get(2).errors()).hasSize(EventBatch.ERRORS_MAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "7", "[", "[{\"log\":\"a\"}", "[{\"log\":\"a\"}]x", "{\"log\":\"a\"}{}", "[}"})
  void document_notJsonToItsEnd_isRefused(String text) {
    assertThatThrownBy(() -> document(text)).isInstanceOf(ProblemException.class);
  }

  private static List<EventBatch> document(String text) {
    return FORMATS.document(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Reading json(String line) {
    byte[] bytes = ("xx" + line + "yy").getBytes(StandardCharsets.UTF_8);
    return FORMATS.json(bytes, 2, bytes.length - 2);
  }

  private static Reading taken(String text, String location, ReportingHost host) {
    return new Reading.Taken(LogLine.log(text, location, host, NOON));
  }

  private static String problem(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Rejected.class);
    return ((Reading.Rejected) reading).problem();
  }
}
