package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Turns real failures into problems. */
class AnswersTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final ActorTestKit kit = ActorTestKit.create();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void problem_questionWithoutAnswer_isTheServicesFault() {
    ActorRef<ActorRef<String>> silent = kit.<ActorRef<String>>createTestProbe().ref();

    CompletionStage<String> asked =
        AskPattern.ask(silent, replyTo -> replyTo, SHORT, kit.system().scheduler());

    assertThat(Answers.problem(failure(asked)).status()).isEqualTo(StatusCodes.SERVICE_UNAVAILABLE);
  }

  @Test
  void problem_bodyThatDoesNotEnd_isTheClientsFault() {
    CompletionStage<String> body =
        Source.<String>never().completionTimeout(SHORT).runWith(Sink.head(), kit.system());

    assertThat(Answers.problem(failure(body)).status()).isEqualTo(StatusCodes.REQUEST_TIMEOUT);
  }

  private static Throwable failure(CompletionStage<?> stage) {
    return catchThrowable(() -> stage.toCompletableFuture().join());
  }
}
