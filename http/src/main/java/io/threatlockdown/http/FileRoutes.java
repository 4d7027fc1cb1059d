package io.threatlockdown.http;

import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.threatlockdown.core.response.FileCopies;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/files/accept}: lets a protected file stay as it is now. */
final class FileRoutes {
  /** The longest path of Linux, in bytes (PATH_MAX). */
  private static final int PATH_CHARS_MAX = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);

  private final ActorSystem<?> system;
  private final FileCopies copies;
  private final Executor disk;

  FileRoutes(ActorSystem<?> system, FileCopies copies) {
    this.system = system;
    this.copies = copies;
    this.disk = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Returns the route below {@code /v1/files}. */
  Route route() {
    return path(
        "accept",
        () ->
            post(() -> extractRequest(request -> Answers.complete(system, () -> accept(request)))));
  }

  private CompletionStage<HttpResponse> accept(HttpRequest request) {
    Query query = request.getUri().query();
    Path file = file(query.getOrElse("path", ""));
    String reason = Texts.reason(query.getOrElse("reason", ""));
    return CompletableFuture.supplyAsync(() -> accept(file, reason), disk);
  }

  private HttpResponse accept(Path file, String reason) {
    try {
      copies.accept(file);
    } catch (IOException refused) {
      throw Problem.BAD_PARAMETER.exception(String.valueOf(refused.getMessage()));
    }
    LOG.info("The token accepted a protected file as it is: {} ({})", file, reason);
    return Json.ok(Json.object().put("accepted", file.toString()));
  }

  private static Path file(String text) {
    if (text.startsWith("/")
        && text.length() <= PATH_CHARS_MAX
        && text.chars().noneMatch(Character::isISOControl)) {
      try {
        return Path.of(text).normalize();
      } catch (InvalidPathException notInThisLocale) {
        throw notAPath();
      }
    }
    throw notAPath();
  }

  private static ProblemException notAPath() {
    return Problem.BAD_PARAMETER.exception(
        "path is not an absolute path of at most " + PATH_CHARS_MAX + " printable characters");
  }
}
