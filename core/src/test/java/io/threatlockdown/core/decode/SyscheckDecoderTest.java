package io.threatlockdown.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decodes file-integrity events (spec ruleset §6.2). */
class SyscheckDecoderTest {
  private static final Decoders DECODERS = Lines.decoders("");

  @Test
  void decode_modifiedFile_describesTheChange() {
    Event event =
        decode(
            """
            {"type":"event","data":{"path":"/etc/passwd","mode":"realtime","type":"modified",
            "attributes":{"type":"file","size":12,"hash_md5":"aa","user_name":"root"},
            "old_attributes":{"type":"file","size":10,"hash_md5":"bb","user_name":"root"},
            "changed_attributes":["size","md5"],"tags":"a,b",
            "audit":{"user_id":"0","process_name":"/bin/vi"}}}
            """);

    assertThat(event.decoderName()).contains("syscheck_integrity_changed");
    assertThat(event.category()).isEqualTo(Category.OSSEC);
    assertThat(event.dynamicField("file")).contains("/etc/passwd");
    assertThat(event.dynamicField("size")).contains("12");
    assertThat(event.dynamicField("size_before")).contains("10");
    assertThat(event.dynamicField("md5_before")).contains("bb");
    assertThat(event.dynamicField("uname")).contains("root");
    assertThat(event.dynamicField("changed_fields")).contains("size,md5");
    assertThat(event.dynamicField("tag")).contains("a,b");
    assertThat(event.dynamicField("process_name")).contains("/bin/vi");
    assertThat(event.dynamicField("event_type")).contains("modified");
    assertThat(event.log())
        .isEqualTo(
            """
            File '/etc/passwd' modified
            Mode: realtime
            Changed attributes: size,md5
            Size changed from '10' to '12'
            Old md5sum was: 'bb'
            New md5sum is : 'aa'
            """);
    assertThat(event.fullLog()).isEqualTo(event.log());
  }

  @ParameterizedTest
  @CsvSource({
    "file, added, syscheck_new_entry",
    "file, modified, syscheck_integrity_changed",
    "file, deleted, syscheck_deleted",
    "registry_key, added, syscheck_registry_key_added",
    "registry_value, deleted, syscheck_registry_value_deleted",
  })
  void decode_entryAndChange_nameTheDecoder(String entry, String change, String decoder) {
    Event event =
        decode(
            "{\"data\":{\"path\":\"p\",\"arch\":\"[x64]\",\"value_name\":\"v\",\"type\":\""
                + change
                + "\",\"attributes\":{\"type\":\""
                + entry
                + "\"}}}");

    assertThat(event.decoderName()).contains(decoder);
    assertThat(DECODERS.names()).contains(decoder);
    assertThat(event.log()).contains(change);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{}",
        "{\"data\":{\"type\":\"modified\"}}",
        "{\"data\":{\"path\":\"/x\",\"type\":\"eaten\"}}",
        "{\"data\":{\"path\":\"/x\",\"type\":\"added\",\"attributes\":{\"type\":\"door\"}}}"
      })
  void decode_unreadable_hasNoDecoder(String text) {
    Event event = decode(text);

    assertThat(event.decoderName()).isEmpty();
    assertThat(event.category()).isEqualTo(Category.OSSEC);
    assertThat(event.dynamicFields()).isEmpty();
  }

  private static Event decode(String text) {
    return DECODERS.decode(
        new LogLine(text, "syscheck", LineKind.SYSCHECK, Lines.HERE, Lines.NOON));
  }
}
