package io.threatlockdown.persistence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.threatlockdown.core.event.AddressPrefix;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The journal's bytes: CBOR maps named like the records' components, version 1. Instants and
 * durations are whole microseconds, since 1970 in UTC where they are instants; addresses are text;
 * what is empty is left out. Unknown names are skipped, so a component may be added later.
 */
final class FactCbor {
  private static final int TEXT_MAX = 1 << 20; // above every limit in Bounds
  private static final int NESTING_MAX = 16;
  private static final long MICROS = 1_000_000;

  private static final ObjectMapper MAPPER =
      CBORMapper.builder(
              CBORFactory.builder()
                  // Half a surrogate pair becomes U+FFFD: no text may keep a fact off the disk.
                  .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(TEXT_MAX)
                          .maxNestingDepth(NESTING_MAX)
                          .build())
                  .build())
          .addModule(new Jdk8Module())
          .addModule(plainValues())
          .addMixIn(Fact.class, FactNames.class)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          // A list that an older version did not write is empty.
          .withConfigOverride(
              List.class,
              list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The names of the facts on disk. Never change one. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.Ordered.class, name = "ordered"),
    @JsonSubTypes.Type(value = Fact.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = Fact.ApplyFailed.class, name = "apply-failed"),
    @JsonSubTypes.Type(value = Fact.Extended.class, name = "extended"),
    @JsonSubTypes.Type(value = Fact.Released.class, name = "released"),
    @JsonSubTypes.Type(value = Fact.Expired.class, name = "expired"),
    @JsonSubTypes.Type(value = Fact.Lifted.class, name = "lifted"),
    @JsonSubTypes.Type(value = Fact.ReleaseFailed.class, name = "release-failed"),
    @JsonSubTypes.Type(value = Fact.Drifted.class, name = "drifted"),
    @JsonSubTypes.Type(value = Fact.BlockDrifted.class, name = "block-drifted"),
    @JsonSubTypes.Type(value = Fact.ForeignRemoved.class, name = "foreign-removed"),
    @JsonSubTypes.Type(value = Fact.Reapplied.class, name = "reapplied"),
    @JsonSubTypes.Type(value = Fact.Rebased.class, name = "rebased"),
    @JsonSubTypes.Type(value = Fact.Suppressed.class, name = "suppressed"),
    @JsonSubTypes.Type(value = Fact.Keyed.class, name = "keyed"),
    @JsonSubTypes.Type(value = Fact.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = Fact.Ran.class, name = "ran"),
    @JsonSubTypes.Type(value = Fact.GivenUp.class, name = "given-up"),
    @JsonSubTypes.Type(value = Fact.Climbed.class, name = "climbed"),
    @JsonSubTypes.Type(value = Fact.Pardoned.class, name = "pardoned"),
  })
  private interface FactNames {}

  private FactCbor() {}

  static byte[] write(Object value) throws IOException {
    return MAPPER.writeValueAsBytes(value);
  }

  static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    return MAPPER.readValue(bytes, type);
  }

  /** Returns the facts of an event, each as a JSON object. */
  static List<String> json(byte[] event) throws IOException {
    List<String> facts = new ArrayList<>();
    for (JsonNode fact : MAPPER.readTree(event).path("facts")) {
      facts.add(fact.toString());
    }
    return facts;
  }

  private static SimpleModule plainValues() {
    SimpleModule module = new SimpleModule();
    number(module, Instant.class, FactCbor::micros, FactCbor::instant);
    number(
        module, Duration.class, FactCbor::micros, micros -> Duration.of(micros, ChronoUnit.MICROS));
    module.addSerializer(
        AddressPrefix.class,
        new JsonSerializer<>() {
          @Override
          public void serialize(AddressPrefix value, JsonGenerator to, SerializerProvider unused)
              throws IOException {
            to.writeString(value.toString());
          }
        });
    module.addDeserializer(
        AddressPrefix.class,
        new JsonDeserializer<>() {
          @Override
          public AddressPrefix deserialize(JsonParser from, DeserializationContext context)
              throws IOException {
            String text = from.getText();
            return AddressPrefix.parse(text)
                .orElseThrow(
                    () -> context.weirdStringException(text, AddressPrefix.class, "no address"));
          }
        });
    return module;
  }

  private static <T> void number(
      SimpleModule module, Class<T> type, Function<T, Long> write, Function<Long, T> read) {
    module.addSerializer(
        type,
        new JsonSerializer<>() {
          @Override
          public void serialize(T value, JsonGenerator to, SerializerProvider unused)
              throws IOException {
            to.writeNumber(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new JsonDeserializer<>() {
          @Override
          public T deserialize(JsonParser from, DeserializationContext unused) throws IOException {
            return read.apply(from.getLongValue());
          }
        });
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
  }

  private static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), MICROS), duration.getNano() / 1_000);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }
}
