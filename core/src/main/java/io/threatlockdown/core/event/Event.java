package io.threatlockdown.core.event;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log line with what its decoder found: header parts, the decoder's name, and fields. Strings are
 * ISO-8859-1, one char a byte; {@link Latin1} turns them into text.
 */
public final class Event {
  /** The most dynamic fields an event carries; further ones are dropped (spec ruleset §3.4). */
  public static final int DYNAMIC_FIELDS_MAX = 256;

  private final LogLine line;
  private final String fullLog;
  private final String log;
  private final @Nullable String timestamp;
  private final @Nullable String hostname;
  private final @Nullable String programName;
  private final @Nullable String decoderName;
  private final @Nullable String decoderParent;
  private final List<String> ftsFields;
  private final boolean accumulates;
  private final Category category;

  private final FieldValues fields;
  private final DynamicFields dynamicFields;
  private @Nullable FoundTexts texts;

  private Event(Builder builder) {
    line = builder.line;
    fullLog = builder.fullLog;
    log = builder.log;
    timestamp = builder.timestamp;
    hostname = builder.hostname;
    programName = builder.programName;
    decoderName = builder.decoderName;
    decoderParent = builder.decoderParent;
    ftsFields = builder.ftsFields;
    accumulates = builder.accumulates;
    category = builder.category;
    fields = builder.fields;
    dynamicFields = DynamicFields.of(builder.dynamicFields);
    texts = builder.texts;
  }

  /** The line it was decoded from. */
  public LogLine line() {
    return line;
  }

  /** The text that alerts show: the whole line, or for a file-integrity event its description. */
  public String fullLog() {
    return fullLog;
  }

  /** What remains of the line behind its header: the text that rules match. */
  public String log() {
    return log;
  }

  /** The time as the header wrote it, if it has one. */
  public Optional<String> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  /** The host the header names, else the reporting host's name. */
  public Optional<String> hostname() {
    return Optional.ofNullable(hostname);
  }

  /** The program the header names. */
  public Optional<String> programName() {
    return Optional.ofNullable(programName);
  }

  /** The decoder's name; empty if none matched. A child decoder bears its parent's name. */
  public Optional<String> decoderName() {
    return Optional.ofNullable(decoderName);
  }

  /** The name of the parent of the decoder that was selected; empty for a top-level one. */
  public Optional<String> decoderParent() {
    return Optional.ofNullable(decoderParent);
  }

  /** The names of the fields that make a first-time-seen key; empty if the decoder has none. */
  public List<String> ftsFields() {
    return ftsFields;
  }

  /** Whether fields are gathered over the lines with this event's id (spec ruleset §3.8). */
  public boolean accumulates() {
    return accumulates;
  }

  /** Returns a builder of an event like this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(line).text(fullLog).log(log).category(category);
    builder.timestamp = timestamp;
    builder.hostname = hostname;
    builder.programName = programName;
    builder.decoderName = decoderName;
    builder.decoderParent = decoderParent;
    builder.ftsFields = ftsFields;
    builder.accumulates = accumulates;
    builder.fields = fields.copy();
    dynamicFields.all().forEach(field -> builder.dynamicField(field.name(), field.value()));
    return builder;
  }

  /** The category, which picks the root rule. */
  public Category category() {
    return category;
  }

  /** The value of a static field, if set. */
  public Optional<String> field(StaticField field) {
    return Optional.ofNullable(fields.get(field));
  }

  /** Returns how many bytes the values of all fields have together. */
  public long fieldBytes() {
    return fields.bytes() + dynamicFields.bytes();
  }

  /** Where the first address set in that field is, as far as known: {@code srcgeoip} of rules. */
  public Optional<String> place(StaticField field) {
    return Optional.ofNullable(fields.place(field));
  }

  /** The first dynamic field of that name, ignoring case. */
  public Optional<String> dynamicField(String name) {
    return Optional.ofNullable(dynamicFields.first(name));
  }

  /** All dynamic fields in the order found; names may repeat. */
  public List<DynamicField> dynamicFields() {
    return dynamicFields.all();
  }

  /** The source address, if the decoder found one that is an address. */
  public Optional<SourceAddress> source() {
    return field(StaticField.SRCIP).flatMap(SourceAddress::parse);
  }

  /** Which texts a search has found in the log; empty if there was none, or they are forgotten. */
  public Optional<FoundTexts> texts() {
    return Optional.ofNullable(texts);
  }

  /** Forgets what may as well be found anew, for an event that is kept. */
  public void forgetTexts() {
    texts = null;
  }

  /** Collects what a decoder finds. Used once. */
  @CanIgnoreReturnValue
  public static final class Builder {
    private LogLine line;
    private String fullLog;
    private String log;
    private @Nullable String timestamp;
    private @Nullable String hostname;
    private @Nullable String programName;
    private @Nullable String decoderName;
    private @Nullable String decoderParent;
    private List<String> ftsFields = List.of();
    private boolean accumulates;
    private Category category = Category.SYSLOG;
    private AddressLocator locator = AddressLocator.NONE;
    private FieldValues fields = new FieldValues();
    private List<DynamicField> dynamicFields = List.of();
    private @Nullable FoundTexts texts;

    /** Starts from a line whose log is the whole text. */
    public Builder(LogLine line) {
      this.line = line;
      this.fullLog = line.text();
      this.log = line.text();
    }

    /** Replaces the location, for a line that says itself where it is from. */
    public Builder location(String location) {
      this.line = new LogLine(line.text(), location, line.kind(), line.host(), line.receivedAt());
      return this;
    }

    /** Replaces the text that alerts show and rules match, as for file-integrity events. */
    public Builder text(String text) {
      this.fullLog = text;
      this.log = text;
      return this;
    }

    public Builder log(String log) {
      this.log = log;
      return this;
    }

    public String log() {
      return log;
    }

    /** Tells which texts a search has found in the log. */
    public Builder texts(FoundTexts texts) {
      this.texts = texts;
      return this;
    }

    public Builder timestamp(String timestamp) {
      this.timestamp = timestamp;
      return this;
    }

    public Builder hostname(String hostname) {
      this.hostname = hostname;
      return this;
    }

    public Builder programName(String programName) {
      this.programName = programName;
      return this;
    }

    public Optional<String> programName() {
      return Optional.ofNullable(programName);
    }

    /** Names the decoder that was selected. */
    public Builder decoder(String name, Optional<String> parent, Category category) {
      this.decoderName = name;
      this.decoderParent = parent.orElse(null);
      this.category = category;
      return this;
    }

    /** Sets the category alone, for what only a field of the line decides. */
    public Builder category(Category category) {
      this.category = category;
      return this;
    }

    public Builder ftsFields(List<String> ftsFields) {
      this.ftsFields = ftsFields;
      return this;
    }

    public Builder accumulates(boolean accumulates) {
      this.accumulates = accumulates;
      return this;
    }

    /** Locates the addresses that are set from now on. */
    public Builder locator(AddressLocator locator) {
      this.locator = locator;
      return this;
    }

    /** Sets a static field; a later value replaces an earlier one, but for an address's place. */
    public Builder field(StaticField field, String value) {
      fields.set(field, value, locator);
      return this;
    }

    /** Takes a static field away. */
    public Builder clear(StaticField field) {
      fields.clear(field);
      return this;
    }

    public Optional<String> field(StaticField field) {
      return Optional.ofNullable(fields.get(field));
    }

    /** Adds a dynamic field, unless there are {@link #DYNAMIC_FIELDS_MAX} already. */
    public Builder dynamicField(String name, String value) {
      dynamicFields = DynamicFields.with(dynamicFields, name, value);
      return this;
    }

    /** Whether no further dynamic field is taken. */
    public boolean dynamicFieldsFull() {
      return dynamicFields.size() >= DYNAMIC_FIELDS_MAX;
    }

    public Event build() {
      return new Event(this);
    }
  }
}
