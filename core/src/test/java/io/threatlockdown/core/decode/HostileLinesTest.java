package io.threatlockdown.core.decode;

import static io.threatlockdown.core.decode.Lines.decode;
import static io.threatlockdown.core.decode.Lines.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.StaticField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds lines an attacker could write: nothing is thrown, and every line costs little. */
@Timeout(20)
class HostileLinesTest {
  private static final String XML =
      """
      <decoder name="json">
        <prematch>^{</prematch><plugin_decoder>JSON_Decoder</plugin_decoder>
      </decoder>
      <decoder name="pf"><prematch>^rule </prematch><plugin_decoder>PF_Decoder</plugin_decoder></decoder>
      <decoder name="sonic"><prematch>^id=</prematch><plugin_decoder>SonicWall_Decoder</plugin_decoder></decoder>
      <decoder name="sws"><prematch>^\\d+,</prematch><plugin_decoder>SymantecWS_Decoder</plugin_decoder></decoder>
      <decoder name="alert"><prematch>^ossec:</prematch><plugin_decoder>OSSECAlert_Decoder</plugin_decoder></decoder>
      <decoder name="sshd"><program_name>^sshd</program_name></decoder>
      <decoder name="sshd-child">
        <parent>sshd</parent>
        <prematch>\\S+ \\S+ </prematch>
        <regex type="pcre2" offset="after_prematch">(a+)+$</regex>
        <order>srcuser</order>
      </decoder>
      <decoder name="pairs"><prematch>=</prematch><regex>(\\w+)=(\\S*) \\.+ (\\S+)$</regex><order>a, b, c</order></decoder>
      """;

  private static final Decoders DECODERS = Lines.decoders(XML);

  private static final List<String> STARTS =
      List.of(
          "",
          "Dec 29 10:00:01 ",
          "Dec 29 10:00:01 web-1 sshd[12]: ",
          "Dec 29 10:00:01 web-1 auth|security:info ",
          "M\u00c3\u00a4r 29 10:00:01 web-1 ",
          "2009-05-22T09:36:46.214994-07:00 ",
          "[Time 2006.12.28 15:53:55 UTC] [Sender ",
          "1140804070.368 ",
          "{\"a\":",
          "rule 4/(match) block in on lo0: ",
          "id=f pri=1 c=1 m=98 src=192.0.2.1:1:",
          "20070717,10=",
          "ossec: Alert Level: 1; Rule: ");

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "=", " ", "[", "{\"a\":", "(", ",", ";", "\u00ff", "\u00c3\u00a4", "1."})
  void decode_longestLines_areDecoded(String filling) {
    for (String start : STARTS) {
      String text = start + filling.repeat(LogLine.BYTES_MAX / filling.length() + 1);
      LogLine line = line(text.substring(0, LogLine.BYTES_MAX));

      Event event = DECODERS.decode(line);

      assertThat(event.fullLog()).isEqualTo(line.text());
      assertThat(event.dynamicFields().size()).isLessThanOrEqualTo(Event.DYNAMIC_FIELDS_MAX);
    }
  }

  @Test
  void decode_everyPrefixOfGoodLines_isDecoded() {
    for (String start : STARTS) {
      String text = start + "for root from 192.0.2.1 > port 22: x; Location: y; srcip: z;";
      for (int length = 0; length <= text.length(); length++) {
        Event event = DECODERS.decode(line(text.substring(0, length)));

        assertThat(event.line().text()).hasSize(length);
      }
    }
  }

  @Test
  void decode_randomBytes_areDecoded() {
    Random random = new Random(20_260_301);
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder(STARTS.get(random.nextInt(STARTS.size())));
      int length = random.nextInt(80);
      for (int c = 0; c < length; c++) {
        text.append((char) random.nextInt(256));
      }

      Event event = DECODERS.decode(line(text.toString()));

      assertThat(event.log().length()).isLessThanOrEqualTo(text.length());
    }
  }

  @Test
  void decode_nulByte_endsTheLine() {
    Event event = DECODERS.decode(line("{\"a\":1}\0{\"b\":2}"));

    assertThat(event.log()).isEqualTo("{\"a\":1}");
    assertThat(event.dynamicField("a")).contains("1");
  }

  @Test
  void decode_invalidUtf8_isKeptByteForByte() {
    Event event = DECODERS.decode(line("{\"a\":\"\u00ff\u00c3(\u0080\"}"));

    assertThat(event.dynamicField("a")).contains("\u00ff\u00c3(\u0080");
  }

  @Test
  void decode_manyNamedJsonFields_keepsTheFirst256() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 8_000; i++) {
      text.append('"').append(Integer.toString(i, 36)).append("\":1,");
    }

    Event event = DECODERS.decode(line(text.append("\"srcip\":\"192.0.2.1\"}").toString()));

    assertThat(event.dynamicFields()).hasSize(Event.DYNAMIC_FIELDS_MAX);
    assertThat(event.dynamicField("73")).contains("1");
    assertThat(event.dynamicField("74")).isEmpty();
    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.1");
  }

  @Test
  void decode_tenThousandJsonFields_keepsTheFirst256() {
    String text = "{" + "\"\":1,".repeat(10_000) + "\"z\":1}";

    Event event = DECODERS.decode(line(text));

    assertThat(event.dynamicFields()).hasSize(Event.DYNAMIC_FIELDS_MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "[", "{\"a\":["})
  void decode_jsonDeeperThanAllowed_hasNoFields(String opening) {
    String text = "{\"x\":1,\"d\":" + opening.repeat(60_000 / opening.length());

    assertThat(DECODERS.decode(line(text)).dynamicFields()).isEmpty();
    assertThat(JsonFields.read(text, 0, new JsonOptions(true, true), Set.of())).isEmpty();
  }

  @Test
  void decode_jsonAsDeepAsAllowed_hasFields() {
    int depth = JsonFields.DEPTH_MAX - 1;
    Event arrays = DECODERS.decode(line("{\"d\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
    Event objects =
        DECODERS.decode(line("{\"d\":" + "{\"\":".repeat(depth) + "1" + "}".repeat(depth) + "}"));

    assertThat(arrays.dynamicField("d")).isPresent();
    assertThat(objects.dynamicFields()).hasSize(1);
  }

  @Test
  void decode_printThatGrows_isCut() {
    String nested = "{\"\":".repeat(900) + "1" + "}".repeat(900);
    String text = "{\"d\":[" + nested + "," + nested + "," + nested + "]}";

    Event event = DECODERS.decode(line(text));

    assertThat(event.dynamicField("d").orElse("")).hasSize(JsonPrinter.PRINT_BYTES_MAX);
  }

  @Test
  void decode_pathsThatMultiply_areLeftOut() {
    String text =
        "{\"" + "k".repeat(30_000) + "\":{" + "\"a\":1,".repeat(4000) + "\"b\":2},\"c\":3}";

    Event event = DECODERS.decode(line(text));

    assertThat(event.dynamicFields()).containsExactly(new DynamicField("c", "3"));
  }

  @Test
  void decode_captureOfManyChains_stopsAtTheLimit() {
    StringBuilder xml = new StringBuilder("<decoder name=\"p\"><prematch>^p</prematch></decoder>");
    for (int i = 0; i < 300; i++) {
      xml.append("<decoder name=\"c\"><parent>p</parent><regex>(\\w)</regex><order>f")
          .append(i)
          .append("</order></decoder>");
    }

    Event event = decode(xml.toString(), "p x");

    assertThat(event.dynamicFields()).hasSize(Event.DYNAMIC_FIELDS_MAX);
  }

  @Test
  void decode_syscheckOfEverySize_isDecoded() {
    String start = "{\"data\":{\"type\":\"modified\",\"path\":\"";
    String text = start + "/x".repeat(30_000) + "\"}}";

    Event event =
        DECODERS.decode(new LogLine(text, "syscheck", LineKind.SYSCHECK, Lines.HERE, Lines.NOON));

    assertThat(event.decoderName()).contains("syscheck_integrity_changed");
    assertThat(event.log()).hasSizeLessThan(LogLine.BYTES_MAX);
  }

  @Test
  void decode_usualAndBrokenLines_throwNothingInside(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("exceptions.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.JavaExceptionThrow");
      recording.start();
      for (String start : STARTS) {
        assertThat(DECODERS.decode(line(start + "\"x\" 1 {")).fullLog()).isNotNull();
        assertThat(DECODERS.decode(line(start + "9".repeat(400) + "}")).fullLog()).isNotNull();
      }
      recording.stop();
      recording.dump(file);
    }

    List<String> thrown = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getThread().getJavaThreadId() == Thread.currentThread().getId()) {
        thrown.add(event.getString("message"));
      }
    }
    assertThat(Files.size(file)).isPositive();
    assertThat(thrown).isEmpty();
  }
}
