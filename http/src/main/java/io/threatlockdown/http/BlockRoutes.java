package io.threatlockdown.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.delete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Enforcement;
import io.threatlockdown.core.response.Responder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.japi.function.Function;

/** {@code /v1/blocks}: lists blocks, shows one, and releases one. */
final class BlockRoutes {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration COUNTERS_WITHIN = Duration.ofSeconds(2);
  private static final int LIMIT_DEFAULT = 100;
  private static final int BODY_BYTES_MAX = 4_096;

  /** Who releases: there is one token yet, and it has no other name. */
  private static final String BY = "token";

  private final ActorSystem<?> system;
  private final ActorRef<Responder.Command> responder;
  private final Enforcement enforcement;
  private final Clock clock;

  BlockRoutes(
      ActorSystem<?> system,
      ActorRef<Responder.Command> responder,
      Enforcement enforcement,
      Clock clock) {
    this.system = system;
    this.responder = responder;
    this.enforcement = enforcement;
    this.clock = clock;
  }

  /** Returns the route below {@code /v1/blocks}. */
  Route route() {
    return concat(
        pathEnd(() -> get(() -> answer(this::list))),
        path(
            PathMatchers.segment(),
            id ->
                concat(
                    get(() -> answer(request -> show(id))),
                    delete(() -> answer(request -> release(id, request))))));
  }

  private interface Answer {
    CompletionStage<HttpResponse> to(HttpRequest request);
  }

  private Route answer(Answer answer) {
    return extractRequest(request -> Answers.complete(system, () -> answer.to(request)));
  }

  private CompletionStage<HttpResponse> list(HttpRequest request) {
    BlockFilter filter = filter(request.getUri().query());
    return this.<Responder.Blocks>ask(replyTo -> new Responder.ListBlocks(filter, replyTo))
        .thenComposeAsync(
            reply ->
                dropped(reply.blocks())
                    .thenApplyAsync(
                        dropped -> Json.ok(list(reply.blocks(), dropped)),
                        system.executionContext()),
            system.executionContext());
  }

  private CompletionStage<HttpResponse> show(String id) {
    BlockId known = BlockId.parse(id).orElseThrow(BlockRoutes::noSuchBlock);
    return this.<Responder.Found>ask(replyTo -> new Responder.FindBlock(known, replyTo))
        .thenComposeAsync(reply -> show(reply.block()), system.executionContext());
  }

  private CompletionStage<HttpResponse> release(String id, HttpRequest request) {
    BlockId known = BlockId.parse(id).orElseThrow(BlockRoutes::noSuchBlock);
    Optional<String> given = request.getUri().query().get("reason");
    return Answers.body(system, request, BODY_BYTES_MAX)
        .thenApplyAsync(body -> given.orElseGet(() -> reason(body)), system.executionContext())
        .thenComposeAsync(reason -> release(known, reason), system.executionContext())
        .thenComposeAsync(reply -> show(reply.block()), system.executionContext());
  }

  private CompletionStage<Responder.Released> release(BlockId id, String reason) {
    String why = Texts.reason(reason);
    return ask(replyTo -> new Responder.Release(id, BY, why, replyTo));
  }

  private <T> CompletionStage<T> ask(Function<ActorRef<T>, Responder.Command> command) {
    return AskPattern.ask(responder, command, TIMEOUT, system.scheduler());
  }

  /** What cannot be told in time is left out: the blocks are what was asked for. */
  private CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<Block> blocks) {
    List<AddressPrefix> targets =
        blocks.stream()
            .filter(block -> !block.state().isEnded() && block.order().action().isEmpty())
            .map(block -> block.order().addresses())
            .distinct()
            .toList();
    return targets.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : enforcement
            .dropped(targets)
            .toCompletableFuture()
            .completeOnTimeout(Map.of(), COUNTERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(failure -> Map.of());
  }

  private ObjectNode list(List<Block> blocks, Map<AddressPrefix, Dropped> dropped) {
    Instant now = clock.instant();
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray("blocks");
    blocks.forEach(block -> array.add(BlockJson.of(block, now, dropped)));
    return json;
  }

  private CompletionStage<HttpResponse> show(Optional<Block> found) {
    Block block = found.orElseThrow(BlockRoutes::noSuchBlock);
    return dropped(List.of(block))
        .thenApplyAsync(
            dropped -> Json.ok(BlockJson.withEvidence(block, clock.instant(), dropped)),
            system.executionContext());
  }

  private static ProblemException noSuchBlock() {
    return Problem.NOT_FOUND.exception("no block has this id, or it was forgotten");
  }

  private static BlockFilter filter(Query query) {
    Optional<String> source = query.get("source");
    Optional<AddressPrefix> overlapping = source.flatMap(AddressPrefix::parse);
    if (source.isPresent() && overlapping.isEmpty()) {
      throw Problem.BAD_PARAMETER.exception("source is not an address or prefix");
    }
    boolean ended =
        switch (query.getOrElse("ended", "false")) {
          case "true" -> true;
          case "false" -> false;
          default -> throw Problem.BAD_PARAMETER.exception("ended is not true or false");
        };
    return new BlockFilter(overlapping, ended, limit(query));
  }

  private static int limit(Query query) {
    String text = query.getOrElse("limit", Integer.toString(LIMIT_DEFAULT));
    int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > BlockFilter.LIMIT_MAX) {
      throw Problem.BAD_PARAMETER.exception("limit is not 1 to " + BlockFilter.LIMIT_MAX);
    }
    return limit;
  }

  /** Returns the reason in a body like {@code {"reason":"..."}}; empty if there is none. */
  private static String reason(byte[] body) {
    try (JsonParser json = Json.STRANGERS.createParser(body)) {
      String reason = "";
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return reason;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("reason")) {
          reason = json.getText();
        }
        json.skipChildren();
      }
      return reason;
    } catch (IOException e) {
      throw Problem.BAD_DOCUMENT.exception("the body is not JSON");
    }
  }
}
