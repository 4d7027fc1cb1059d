package io.threatlockdown.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads events in the three forms they are sent in. Safe for any thread.
 *
 * @param location where lines come from that do not say so
 * @param localHost whom lines belong to that name no agent
 */
record EventFormats(String location, ReportingHost localHost, Clock clock) {

  /** Returns a line of plain text; any bytes will do. */
  Reading plain(byte[] bytes, int from, int to) {
    return new Reading.Taken(
        LogLine.handedIn(Latin1.of(bytes, from, to), location, localHost, clock.instant()));
  }

  /** Returns a line that holds one JSON object. */
  Reading json(byte[] bytes, int from, int to) {
    try (JsonParser json = Json.STRANGERS.createParser(bytes, from, to - from)) {
      JsonToken first = json.nextToken();
      if (first != JsonToken.START_OBJECT) {
        return new Reading.Rejected("not a JSON object");
      }
      EventDraft draft = EventDraft.read(json);
      return json.nextToken() == null
          ? draft.finish(location, localHost, clock.instant())
          : new Reading.Rejected("more than one JSON value");
    } catch (IOException e) {
      return new Reading.Rejected(problem(e));
    }
  }

  /**
   * Returns the events of a whole document: an object, or an array of objects, which are numbered
   * from 1.
   *
   * @throws ProblemException if it is not JSON to its end; nothing is taken then
   */
  List<EventBatch> document(byte[] bytes) {
    try (JsonParser json = Json.STRANGERS.createParser(bytes)) {
      List<EventBatch> batches = new ArrayList<>();
      JsonToken first = json.nextToken();
      if (first == JsonToken.START_OBJECT) {
        add(batches, 1, element(json));
      } else if (first == JsonToken.START_ARRAY) {
        for (long number = 1; json.nextToken() != JsonToken.END_ARRAY; number++) {
          add(batches, number, element(json));
        }
      } else {
        throw Problem.BAD_DOCUMENT.exception("wanted is an event or an array of events");
      }
      if (json.nextToken() != null) {
        throw Problem.BAD_DOCUMENT.exception(
            "there is more than one JSON value; streams are of type application/x-ndjson");
      }
      return batches;
    } catch (IOException e) {
      throw Problem.BAD_DOCUMENT.exception(problem(e));
    }
  }

  private Reading element(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return new Reading.Rejected("not a JSON object");
    }
    return EventDraft.read(json).finish(location, localHost, clock.instant());
  }

  private static void add(List<EventBatch> batches, long number, Reading reading) {
    if (batches.isEmpty() || batches.get(batches.size() - 1).isFull()) {
      batches.add(new EventBatch());
    }
    batches.get(batches.size() - 1).add(number, reading);
  }

  /** Says where it went wrong, without the sender's words that Jackson would quote. */
  private static String problem(IOException e) {
    String what = e instanceof StreamConstraintsException ? "JSON over a limit" : "not JSON";
    JsonLocation location = e instanceof JsonProcessingException json ? json.getLocation() : null;
    return location == null
        ? what
        : what + " at line " + location.getLineNr() + " column " + location.getColumnNr();
  }
}
