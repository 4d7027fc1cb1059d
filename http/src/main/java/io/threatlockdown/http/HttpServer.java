package io.threatlockdown.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.response.Responder;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The API, listening. Holds no state: all it knows it asks others for. */
public final class HttpServer {
  /** The most connections at a time; further clients wait. */
  static final int CONNECTIONS_MAX = 256;

  private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final ServerBinding binding;

  private HttpServer(ActorSystem<?> system, ServerBinding binding) {
    this.system = system;
    this.binding = binding;
  }

  /**
   * Starts to listen. The stage fails if the address cannot be had, such as because it is in use.
   *
   * @param ingest gets the lines of clients, one submission under way for each request
   * @param responder is asked for blocks and told to release them
   * @param health what the probes tell
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      HttpSettings settings,
      ActorRef<Ingest.Command> ingest,
      ActorRef<Responder.Command> responder,
      Health health) {
    Route route = Api.create(system, settings, ingest, responder, health, Clock.systemUTC());
    InetSocketAddress address = settings.address();
    return Http.get(system)
        .newServerAt(address.getAddress().getHostAddress(), address.getPort())
        .withSettings(limits(system))
        .bind(route)
        .thenApplyAsync(binding -> new HttpServer(system, binding), system.executionContext());
  }

  /** Returns the address it listens on, with the port the kernel chose if none was asked for. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /**
   * Takes no more connections and gives requests under way 5 s to end. The stage completes when all
   * are gone.
   */
  public CompletionStage<Done> stop() {
    return binding
        .terminate(STOP_DEADLINE)
        .thenApplyAsync(terminated -> Done.getInstance(), system.executionContext());
  }

  private static ServerSettings limits(ActorSystem<?> system) {
    // What strangers send stays out of the log.
    Config quiet =
        ConfigFactory.parseMap(
            Map.of(
                "pekko.http.server.parsing.error-logging-verbosity", "off",
                "pekko.http.server.parsing.illegal-header-warnings", "off"));
    ServerSettings defaults = ServerSettings.create(quiet.withFallback(system.settings().config()));
    ParserSettings parsing =
        defaults
            .getParserSettings()
            .withMaxContentLength(Json.DOCUMENT_BYTES_MAX)
            .withMaxToStrictBytes(Json.DOCUMENT_BYTES_MAX);
    return defaults
        .withServerHeader(Optional.empty())
        .withMaxConnections(CONNECTIONS_MAX)
        .withParsingErrorHandler(MalformedRequests.class.getName())
        .withParserSettings(parsing);
  }
}
