package io.threatlockdown.http;

import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.withoutRequestTimeout;

import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * {@code POST /v1/events}: takes log lines. Lines of any number are read as fast as the journal
 * takes what they give rise to, one submission under way at a time; a JSON document is read whole
 * first. The answer comes when all is journaled.
 */
final class EventRoutes {
  /** The longest line of NDJSON: a log of the longest length, escaped, and what is around it. */
  static final int NDJSON_LINE_BYTES_MAX = 4 * LogLine.BYTES_MAX;

  private static final Duration ANALYSIS_TIMEOUT = Duration.ofSeconds(30);
  private static final String DEFAULT_LOCATION = "http";
  private static final ByteString LINE_END = ByteString.fromString("\n");

  private final ActorSystem<?> system;
  private final ActorRef<Ingest.Command> ingest;
  private final ReportingHost localHost;
  private final Clock clock;

  EventRoutes(
      ActorSystem<?> system,
      ActorRef<Ingest.Command> ingest,
      ReportingHost localHost,
      Clock clock) {
    this.system = system;
    this.ingest = ingest;
    this.localHost = localHost;
    this.clock = clock;
  }

  /** Returns the route below {@code /v1/events}. */
  Route route() {
    return post(
        () ->
            // A stream may last for days; the idle timeout of the connection ends a dead one.
            withoutRequestTimeout(
                () -> extractRequest(request -> Answers.complete(system, () -> take(request)))));
  }

  private CompletionStage<HttpResponse> take(HttpRequest request) {
    String location = request.getUri().query().getOrElse("location", DEFAULT_LOCATION);
    if (!Texts.isLocation(location)) {
      throw Problem.BAD_PARAMETER.exception(Texts.LOCATION_WANTED);
    }
    if (request
        .getHeader("Content-Encoding")
        .filter(header -> !header.value().equalsIgnoreCase("identity"))
        .isPresent()) {
      throw Problem.UNSUPPORTED_MEDIA_TYPE.exception("compressed bodies are not read");
    }
    EventFormats formats = new EventFormats(location, localHost, clock);
    return switch (mediaType(request.entity())) {
      case "application/x-ndjson", "application/ndjson", "application/jsonl" ->
          drain(lines(request, NDJSON_LINE_BYTES_MAX, formats::json));
      case "text/plain" -> drain(lines(request, LogLine.BYTES_MAX, formats::plain));
      case "application/json" -> document(request, formats);
      default ->
          throw Problem.UNSUPPORTED_MEDIA_TYPE.exception(
              "wanted is application/x-ndjson, application/json or text/plain");
    };
  }

  private static Source<EventBatch, Object> lines(
      HttpRequest request, int lineBytesMax, EventLines.Format format) {
    return request
        .entity()
        .withoutSizeLimit()
        .getDataBytes()
        // Ends the last line if its sender did not. Not reached by a request cut short, whose
        // last line may be half a line.
        .concat(Source.single(LINE_END))
        .statefulMapConcat(() -> new EventLines(lineBytesMax, format)::read);
  }

  private CompletionStage<HttpResponse> document(HttpRequest request, EventFormats formats) {
    return Answers.body(system, request, Json.DOCUMENT_BYTES_MAX)
        .thenApplyAsync(formats::document, system.executionContext())
        .thenComposeAsync(batches -> drain(Source.from(batches)), system.executionContext());
  }

  private CompletionStage<HttpResponse> drain(Source<EventBatch, ?> batches) {
    return batches
        .batchWeighted(EventBatch.LINES_MAX, EventBatch::weight, batch -> batch, EventBatch::absorb)
        .mapAsync(1, this::submit)
        .runFold(Receipt.EMPTY, Receipt::plus, system)
        .thenApplyAsync(receipt -> Json.ok(receipt.toJson()), system.executionContext());
  }

  private CompletionStage<Receipt> submit(EventBatch batch) {
    if (batch.lines().isEmpty()) {
      return CompletableFuture.completedFuture(Receipt.of(batch, new Ingest.Analysed(0, 0, 0, 0)));
    }
    return AskPattern.<Ingest.Command, Ingest.Analysed>ask(
            ingest,
            replyTo -> new Ingest.Submit(batch.lines(), replyTo),
            ANALYSIS_TIMEOUT,
            system.scheduler())
        .thenApplyAsync(analysed -> receipt(batch, analysed), system.executionContext());
  }

  private static Receipt receipt(EventBatch batch, Ingest.Analysed analysed) {
    if (analysed.refused() > 0) {
      throw Problem.REFUSED.exception(
          "a block could not be journaled: send the same lines again later");
    }
    return Receipt.of(batch, analysed);
  }

  private static String mediaType(HttpEntity entity) {
    MediaType type = entity.getContentType().mediaType();
    return (type.mainType() + "/" + type.subType()).toLowerCase(Locale.ROOT);
  }
}
