package io.threatlockdown.ops.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Reads the keys of {@code threatlockdown { }}. A wrong value is fatal, names file, line, key,
 * value and what is allowed, and the default is read in its place.
 */
final class KeyReader {
  private static final String ROOT = "threatlockdown";
  private static final int SHOWN_CHARS_MAX = 80;

  private final Config given;
  private final Config defaults;
  private final Consumer<Problem> problems;

  /** Where the keys are in what is given: a path and a dot, or nothing. */
  private final String prefix;

  /** How that place is called in messages. */
  private final String shown;

  /**
   * Reads what is given and, where it is silent, the defaults.
   *
   * @param reference holds every key there is
   */
  KeyReader(Config given, Config reference, Consumer<Problem> problems) {
    this(given, reference.getConfig(ROOT), problems, ROOT + ".", ROOT);
  }

  private KeyReader(
      Config given, Config defaults, Consumer<Problem> problems, String prefix, String shown) {
    this.given = given;
    this.defaults = defaults;
    this.problems = problems;
    this.prefix = prefix;
    this.shown = shown;
  }

  /**
   * Returns a reader for each section of a list; none if the value is no such list. Complains of
   * unknown keys.
   *
   * @param sectionDefaults holds every key of a section
   */
  List<KeyReader> sections(String key, Config sectionDefaults) {
    if (!has(key)) {
      return List.of();
    }
    List<String> allowed = sorted(sectionDefaults.root().keySet());
    if (!(given.getValue(prefix + key) instanceof ConfigList list)) {
      wrong(key, "a list of sections with the keys " + String.join(", ", allowed));
      return List.of();
    }
    List<KeyReader> sections = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String place = shown + "." + key + "[" + i + "]";
      if (list.get(i) instanceof ConfigObject section) {
        KeyReader reader = new KeyReader(section.toConfig(), sectionDefaults, problems, "", place);
        reader.rejectUnknownKeys(place, section, sectionDefaults.root());
        sections.add(reader);
      } else {
        wrong(
            place,
            Optional.of(list.get(i)),
            "a section with the keys " + String.join(", ", allowed));
      }
    }
    return sections;
  }

  /** Whether the key is given, and not only by default. */
  boolean has(String key) {
    return given.hasPath(prefix + key);
  }

  /** Complains of every given key that does not exist. */
  void rejectUnknownKeys() {
    for (String key : given.root().keySet()) {
      if (!key.equals(ROOT)) {
        unknown(key, Optional.ofNullable(given.root().get(key)), List.of(ROOT));
      }
    }
    if (given.hasPath(ROOT)) {
      rejectUnknownKeys(ROOT, given.getValue(ROOT), defaults.root());
    }
  }

  private void rejectUnknownKeys(String path, ConfigValue value, ConfigValue known) {
    if (value.valueType() == ConfigValueType.NULL) {
      wrong(path, Optional.of(value), "a value, or no such key");
      return;
    }
    if (!(known instanceof ConfigObject allowed)) {
      return;
    }
    if (!(value instanceof ConfigObject object)) {
      wrong(path, Optional.of(value), "a section with the keys " + sorted(allowed.keySet()));
      return;
    }
    for (var entry : object.entrySet()) {
      String key = path + "." + entry.getKey();
      ConfigValue allowedValue = allowed.get(entry.getKey());
      if (allowedValue == null) {
        unknown(key, Optional.of(entry.getValue()), sorted(allowed.keySet()));
      } else {
        rejectUnknownKeys(key, entry.getValue(), allowedValue);
      }
    }
  }

  String text(String key) {
    return read(key, "a text", Config::getString);
  }

  List<Integer> numbers(String key, int min, int max) {
    return read(
        key,
        "a list of whole numbers from " + min + " to " + max,
        (config, path) ->
            config.getLongList(path).stream().map(each -> (int) within(each, min, max)).toList());
  }

  List<String> texts(String key) {
    return read(key, "a list of texts", Config::getStringList);
  }

  boolean truth(String key) {
    return read(key, "true or false", Config::getBoolean);
  }

  int number(String key, int min, int max) {
    return read(
        key,
        "a whole number from " + min + " to " + max,
        (config, path) -> (int) within(config.getLong(path), min, max));
  }

  long size(String key) {
    return read(
        key,
        "a size from 1 such as 512k or 16m",
        (config, path) -> within(config.getBytes(path), 1, Long.MAX_VALUE));
  }

  Duration duration(String key) {
    return read(
        key,
        "a positive duration such as 90s, 10m, 4h or 7d",
        (config, path) -> {
          Duration duration = config.getDuration(path);
          if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("out of range: " + duration);
          }
          return duration;
        });
  }

  <E extends Enum<E>> E word(String key, Class<E> type) {
    List<String> words =
        Arrays.stream(type.getEnumConstants()).map(KeyReader::word).sorted().toList();
    return read(
        key,
        "one of " + String.join(", ", words),
        (config, path) ->
            Arrays.stream(type.getEnumConstants())
                .filter(each -> word(each).equals(config.getString(path)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path)));
  }

  /** Complains that the value of a key is wrong, wherever it was given. */
  void wrong(String key, String allowed) {
    String path = prefix + key;
    wrong(
        shown + "." + key,
        given.hasPath(path) ? Optional.of(given.getValue(path)) : Optional.empty(),
        allowed);
  }

  private <T> T read(String key, String allowed, BiFunction<Config, String, T> getter) {
    String path = prefix + key;
    try {
      if (given.hasPath(path)) {
        return getter.apply(given, path);
      }
    } catch (ConfigException | IllegalArgumentException wrong) {
      wrong(key, allowed);
    }
    return getter.apply(defaults, key);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static long within(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("out of range: " + value);
    }
    return value;
  }

  private void unknown(String key, Optional<ConfigValue> value, List<String> allowed) {
    fatal(value, "unknown key " + key + "; allowed: " + String.join(", ", allowed));
  }

  private void wrong(String path, Optional<ConfigValue> value, String allowed) {
    String text = value.map(each -> each.render(ConfigRenderOptions.concise())).orElse("null");
    String cut = text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
    fatal(value, path + " is " + cut + "; allowed: " + allowed);
  }

  private void fatal(Optional<ConfigValue> at, String text) {
    Optional<ConfigOrigin> origin =
        at.map(ConfigValue::origin)
            .or(() -> Optional.of(given.root().origin()).filter(section -> prefix.isEmpty()));
    String file =
        origin
            .flatMap(each -> Optional.ofNullable(each.filename()))
            .or(() -> origin.map(ConfigOrigin::description))
            .orElse("threatlockdown.conf");
    int line = Math.max(0, origin.map(ConfigOrigin::lineNumber).orElse(0));
    problems.accept(new Problem(Severity.FATAL, file, line, text));
  }

  private static List<String> sorted(Iterable<String> keys) {
    List<String> sorted = new ArrayList<>();
    keys.forEach(sorted::add);
    sorted.sort(null);
    return sorted;
  }
}
