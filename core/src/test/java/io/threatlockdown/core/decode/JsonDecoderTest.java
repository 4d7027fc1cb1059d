package io.threatlockdown.core.decode;

import static io.threatlockdown.core.decode.Lines.decode;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns JSON logs into fields as Wazuh's plugin does (spec ruleset §3.5). */
class JsonDecoderTest {
  private static final String JSON =
      """
      <decoder name="json">
        <prematch>^{\\s*</prematch>
        <plugin_decoder>JSON_Decoder</plugin_decoder>
      </decoder>
      """;

  @Test
  void decode_nestedObjects_areDottedPaths() {
    Event event = decode(JSON, "{\"a\":{\"b\":{\"c\":\"x\"},\"d\":{}},\"e\":true}");

    assertThat(event.decoderName()).contains("json");
    assertThat(event.dynamicFields())
        .containsExactly(new DynamicField("a.b.c", "x"), new DynamicField("e", "true"));
  }

  @Test
  void decode_topLevelNames_areStaticFields() {
    Event event =
        decode(
            JSON,
            "{\"srcip\":\"192.0.2.1\",\"dstip\":\"192.0.2.2\",\"srcport\":1,\"id\":\"a\","
                + "\"systemname\":\"s\",\"system_name\":\"t\",\"x\":{\"srcip\":\"y\"}}");

    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.1");
    assertThat(event.field(StaticField.DSTIP)).contains("192.0.2.2");
    assertThat(event.field(StaticField.SRCPORT)).contains("1");
    assertThat(event.field(StaticField.ID)).contains("a");
    assertThat(event.field(StaticField.SYSTEM_NAME)).contains("s");
    assertThat(event.dynamicFields())
        .containsExactly(new DynamicField("system_name", "t"), new DynamicField("x.srcip", "y"));
  }

  @Test
  void decode_user_isDstuserOnlyWhileThatIsFree() {
    Event first = decode(JSON, "{\"user\":\"a\",\"user\":\"b\"}");
    Event replaced = decode(JSON, "{\"user\":\"a\",\"dstuser\":\"b\"}");

    assertThat(first.field(StaticField.DSTUSER)).contains("a");
    assertThat(first.dynamicField("user")).contains("b");
    assertThat(replaced.field(StaticField.DSTUSER)).contains("b");
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "-7, -7",
    "007, 7",
    "-0, 0",
    "2147483647, 2147483647",
    "2147483648, 2147483648.000000",
    "1600000000000, 1600000000000.000000",
    "1.5, 1.500000",
    "1e3, 1000",
    "1E-7, 0.000000",
    "-2.0000005, -2.000001",
    "1e999, inf",
  })
  void decode_number_isPrintedAsC(String written, String value) {
    assertThat(decode(JSON, "{\"n\":" + written + "}").dynamicField("n")).contains(value);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '~',
      value = {
        "[] ~ []",
        "[1,\"a\",true,null] ~ [1, \"a\", true, null]",
        "[[1,2],[]] ~ [[1, 2], []]",
        "[1.5,0.1,1e20,1600000000000] ~ [1.5, 0.1, 1e+20, 1600000000000]",
        "[1e-5,123456789012345678] ~ [1e-05, 1.2345678901234568e+17]",
        "[\"q\\\"b\\\\n\\nc\\u0001\"] ~ [\"q\\\"b\\\\n\\nc\\u0001\"]",
      })
  void decode_array_isPrintedJson(String written, String value) {
    assertThat(decode(JSON, "{\"a\":" + written + "}").dynamicField("a")).contains(value);
  }

  @Test
  void decode_objectsInArray_areIndented() {
    Event event = decode(JSON, "{\"a\":[{\"b\":1,\"c\":{\"d\":\"e\"}},{}]}");

    assertThat(event.dynamicField("a"))
        .contains("[{\n\t\t\"b\":\t1,\n\t\t\"c\":\t{\n\t\t\t\"d\":\t\"e\"\n\t\t}\n\t}, {\n\t}]");
  }

  @Test
  void decode_csv_joinsPlainValues() {
    String xml = option("<json_array_structure>csv</json_array_structure>");
    Event event = decode(xml, "{\"a\":[1,\"b\",[2],{\"c\":3},true],\"d\":[[1]],\"e\":[]}");

    assertThat(event.dynamicFields()).containsExactly(new DynamicField("a", "1,b,true"));
  }

  @Test
  void decode_null_isTextOrNothing() {
    String xml = option("<json_null_field>discard</json_null_field>");

    assertThat(decode(JSON, "{\"a\":null}").dynamicField("a")).contains("null");
    assertThat(decode(xml, "{\"a\":null}").dynamicFields()).isEmpty();
  }

  @Test
  void decode_escapes_becomeBytes() {
    Event event = decode(JSON, "{\"a\":\"\\u00e9\\ud83d\\ude00\\/\\t\",\"b\":\"x\\u0000y\"}");

    assertThat(event.dynamicField("a")).contains("\u00c3\u00a9\u00f0\u009f\u0098\u0080/\t");
    assertThat(event.dynamicField("b")).contains("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ ",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":x}",
        "{\"a\":tru}",
        "{\"a\":.5}",
        "{\"a\":1-2}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"x",
        "{\"a\":[1,]}",
        "{\"a\":[1",
        "{\"a\":[{\"b\":1]}",
        "{\"b\":1,\"a\":{]}"
      })
  void decode_brokenJson_hasNoFieldsButItsDecoder(String text) {
    Event event = decode(JSON, text);

    assertThat(event.decoderName()).contains("json");
    assertThat(event.dynamicFields()).isEmpty();
  }

  @Test
  void decode_textBehindTheObject_isIgnored() {
    assertThat(decode(JSON, "{\"a\":1} garbage").dynamicField("a")).contains("1");
  }

  @Test
  void decode_arrayOrBareValueOnTop_hasNoFields() {
    assertThat(JsonFields.read("[{\"a\":1}]", 0, JsonOptions.DEFAULT, Set.of())).isEmpty();
    assertThat(JsonFields.read("\"a\"", 0, JsonOptions.DEFAULT, Set.of())).isEmpty();
  }

  @Test
  void decode_byteOrderMark_isSkipped() {
    List<DynamicField> fields =
        JsonFields.read("\u00ef\u00bb\u00bf {\"a\":1}", 0, JsonOptions.DEFAULT, Set.of());

    assertThat(fields).containsExactly(new DynamicField("a", "1"));
  }

  @Test
  void decode_offset_startsBehindThePrematch() {
    String xml =
        """
        <decoder name="p"><prematch>^p: </prematch></decoder>
        <decoder name="parent">
          <parent>p</parent>
          <prematch offset="after_parent">^{</prematch>
          <plugin_decoder offset="after_parent">JSON_Decoder</plugin_decoder>
        </decoder>
        <decoder name="prematch">
          <parent>p</parent>
          <prematch offset="after_parent">^x:</prematch>
          <plugin_decoder offset="after_prematch">JSON_Decoder</plugin_decoder>
        </decoder>
        """;

    assertThat(decode(xml, "p: {\"a\":1}").dynamicField("a")).contains("1");
    assertThat(decode(xml, "p: x:{\"a\":2}").dynamicField("a")).contains("2");
  }

  private static String option(String element) {
    return JSON.replace("</decoder>", element + "</decoder>");
  }
}
