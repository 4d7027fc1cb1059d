package io.threatlockdown.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.SourceAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event, {@code {"log","location"?,"agent"?{"id","name","ip"?},"timestamp"?}}, while its JSON
 * is read. Other fields are passed over. Remembers the first thing wrong and reads on to the end of
 * the object, so that the next one can be read.
 */
final class EventDraft {
  /** The most fields an event may have. */
  static final int FIELDS_MAX = 1_000;

  private static final Pattern AGENT_ID = Pattern.compile("\\d{3,10}");
  private static final Pattern AGENT_NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private @Nullable String log;
  private @Nullable String location;
  private @Nullable String timestamp;
  private boolean agent;
  private @Nullable String agentId;
  private @Nullable String agentName;
  private @Nullable String agentIp;
  private @Nullable String problem;
  private int fields;

  /**
   * Reads an object whose opening brace was read, up to its closing brace.
   *
   * @throws IOException if that is not JSON, or over a limit of the parser
   */
  static EventDraft read(JsonParser json) throws IOException {
    EventDraft draft = new EventDraft();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      draft.countField();
      json.nextToken();
      switch (name) {
        case "log" -> draft.log = draft.text(json, name, draft.log);
        case "location" -> draft.location = draft.text(json, name, draft.location);
        case "timestamp" -> draft.timestamp = draft.text(json, name, draft.timestamp);
        case "agent" -> draft.readAgent(json);
        default -> json.skipChildren();
      }
    }
    return draft;
  }

  /**
   * Returns the line, or what is wrong with it.
   *
   * @param fallback where lines come from that do not say so
   * @param localHost whom lines belong to that name no agent
   */
  Reading finish(String fallback, ReportingHost localHost, Instant now) {
    if (problem == null) {
      check();
    }
    if (problem != null || log == null) {
      return new Reading.Rejected(problem == null ? "log is missing" : problem);
    }
    String text = Latin1.ofText(log);
    if (text.length() > LogLine.BYTES_MAX) {
      return new Reading.Rejected("log is longer than " + LogLine.BYTES_MAX + " bytes");
    }
    String where = location == null ? fallback : location;
    // The sender's clock may be wrong, so its timestamp moves no block: arrival counts, as in
    // Wazuh.
    return new Reading.Taken(LogLine.handedIn(text, where, host(localHost), now));
  }

  private void check() {
    if (log != null && log.isEmpty()) {
      reject("log is empty");
    } else if (location != null && !Texts.isLocation(location)) {
      reject(Texts.LOCATION_WANTED);
    } else if (timestamp != null && !Texts.isTimestamp(timestamp)) {
      reject("timestamp is not ISO 8601 with an offset, such as 2026-01-31T12:00:00.000Z");
    } else if (agent) {
      checkAgent();
    }
  }

  private void checkAgent() {
    if (agentId == null || !AGENT_ID.matcher(agentId).matches()) {
      reject("agent.id is not 3 to 10 digits");
    } else if (agentName == null || !AGENT_NAME.matcher(agentName).matches()) {
      reject("agent.name is not 1 to 128 letters, digits, dots, dashes or underscores");
    } else if (agentIp != null && SourceAddress.parse(agentIp).isEmpty()) {
      reject("agent.ip is not an address");
    }
  }

  private ReportingHost host(ReportingHost localHost) {
    if (agentId == null || agentName == null || agentId.equals(ReportingHost.LOCAL_ID)) {
      return localHost;
    }
    Optional<SourceAddress> ip = Optional.ofNullable(agentIp).flatMap(SourceAddress::parse);
    return new ReportingHost(agentId, agentName, ip.map(SourceAddress::toString));
  }

  private void readAgent(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT || agent) {
      reject(agent ? "agent is there twice" : "agent is not an object");
      json.skipChildren();
      return;
    }
    agent = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      countField();
      json.nextToken();
      switch (name) {
        case "id" -> agentId = text(json, "agent.id", agentId);
        case "name" -> agentName = text(json, "agent.name", agentName);
        case "ip" -> agentIp = text(json, "agent.ip", agentIp);
        default -> json.skipChildren();
      }
    }
  }

  /** Returns the value just read. Two of one name are refused: readers differ on which counts. */
  private @Nullable String text(JsonParser json, String name, @Nullable String before)
      throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      reject(name + " is not a string");
      json.skipChildren();
      return before;
    }
    if (before != null) {
      reject(name + " is there twice");
    }
    return json.getText();
  }

  private void countField() {
    fields++;
    if (fields > FIELDS_MAX) {
      reject("more than " + FIELDS_MAX + " fields");
    }
  }

  private void reject(String why) {
    if (problem == null) {
      problem = why;
    }
  }
}
