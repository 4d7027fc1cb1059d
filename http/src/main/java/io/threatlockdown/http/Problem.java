package io.threatlockdown.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Why a request was not done: the kinds of RFC 9457 problem this API answers with. The {@code type}
 * of a kind never changes.
 */
enum Problem {
  BAD_REQUEST("bad-request", 400, "The request is not HTTP as it should be"),
  BAD_PARAMETER("bad-parameter", 400, "A parameter has no valid value"),
  BAD_DOCUMENT("bad-document", 400, "The body is not the JSON that is wanted"),
  UNAUTHORIZED("unauthorized", 401, "A bearer token is needed"),
  NOT_FOUND("not-found", 404, "There is no such thing"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This cannot be done to it"),
  TOO_SLOW("too-slow", 408, "The body did not come in time"),
  TOO_LARGE("too-large", 413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body is of a type that is not read"),
  INTERNAL("internal", 500, "The service failed"),
  REFUSED("refused", 503, "The journal takes nothing now"),
  TIMEOUT("timeout", 503, "The service did not answer in time");

  private static final int UNAVAILABLE = 503;
  private static final String PREFIX = "urn:threatlockdown:problem:";

  private final String type;
  private final int status;
  private final String title;

  Problem(String type, int status, String title) {
    this.type = PREFIX + type;
    this.status = status;
    this.title = title;
  }

  /** Returns the URI that names this kind. */
  String type() {
    return type;
  }

  /**
   * Returns the answer.
   *
   * @param detail what is wrong this time, and what would be right; says nothing that an attacker
   *     sent
   */
  HttpResponse response(String detail) {
    ObjectNode body =
        Json.object()
            .put("type", type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    HttpResponse response = HttpResponse.create().withStatus(status).withEntity(Json.problem(body));
    return status == UNAVAILABLE
        ? response.addHeader(RawHeader.create("Retry-After", "5"))
        : response;
  }

  /** Returns the same as an exception, for where no answer can be returned. */
  ProblemException exception(String detail) {
    return new ProblemException(this, detail);
  }
}
