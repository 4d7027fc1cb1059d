package io.threatlockdown.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** How this module reads and writes JSON. */
final class Json {
  /** How deep a document may nest; ours has three levels. */
  static final int DEPTH_MAX = 32;

  /** The longest JSON object or array that is read as one document; 4 MiB. */
  static final int DOCUMENT_BYTES_MAX = 4 * 1024 * 1024;

  private static final ContentType PROBLEM = ContentTypes.parse("application/problem+json");
  private static final int NAME_CHARS_MAX = 1_000;
  private static final int NUMBER_CHARS_MAX = 100;

  /** Reads what clients send, with a limit on everything. Made once: its tables are shared. */
  static final JsonFactory STRANGERS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(DOCUMENT_BYTES_MAX)
                  .maxNameLength(NAME_CHARS_MAX)
                  .maxNumberLength(NUMBER_CHARS_MAX)
                  .build())
          // Names come from strangers and must not stay for good. (Their bounded table stays on:
          // without it Jackson reads bytes past the end it was given.)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns an empty object to be filled. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns JSON of our own making as a tree; what does not parse is returned as a text. */
  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode(json);
    }
  }

  /** Returns a 200 with this body. */
  static HttpResponse ok(JsonNode body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.OK)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, write(body)));
  }

  /** Returns a body of type {@code application/problem+json}. */
  static RequestEntity problem(JsonNode body) {
    return HttpEntities.create(PROBLEM, write(body));
  }

  private static byte[] write(JsonNode body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException aTreeAlwaysCanBeWritten) {
      throw new IllegalStateException(aTreeAlwaysCanBeWritten);
    }
  }
}
