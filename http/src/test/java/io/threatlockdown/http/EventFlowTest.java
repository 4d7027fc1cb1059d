package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.Responder;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plays the analysis by hand: each submission is answered when the test says so. */
class EventFlowTest {
  private static final Token TOKEN = Token.random();
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<Ingest.Command> ingest = kit.createTestProbe();
  private final TestProbe<Responder.Command> responder = kit.createTestProbe();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void events_whileASubmissionIsUnderWay_waitAndAreAnsweredAfterTheLast() throws Exception {
    CompletableFuture<HttpResponse> answer = post("line\n".repeat(1_500));

    Ingest.Submit first = ingest.expectMessageClass(Ingest.Submit.class);
    ingest.expectNoMessage(A_MOMENT);
    first.replyTo().tell(new Ingest.Analysed(first.lines().size(), 1, 1, 0));
    Ingest.Submit second = ingest.expectMessageClass(Ingest.Submit.class);
    boolean early = answer.isDone();
    second.replyTo().tell(new Ingest.Analysed(second.lines().size(), 1, 0, 0));

    assertThat(early).isFalse();
    assertThat(first.lines()).hasSizeLessThanOrEqualTo(EventBatch.LINES_MAX);
    assertThat(ApiFixture.body(answer.get(10, TimeUnit.SECONDS)))
        .hasToString("{\"accepted\":1500,\"rejected\":0,\"alerts\":2,\"blocks\":1,\"errors\":[]}");
  }

  @Test
  void events_journalRefusesTheFirst_endWithoutTheSecond() throws Exception {
    CompletableFuture<HttpResponse> answer = post("line\n".repeat(1_500));

    Ingest.Submit first = ingest.expectMessageClass(Ingest.Submit.class);
    first.replyTo().tell(new Ingest.Analysed(first.lines().size(), 1, 0, 1));

    ApiFixture.expectProblem(answer.get(10, TimeUnit.SECONDS), 503, "refused");
    ingest.expectNoMessage(A_MOMENT);
  }

  private CompletableFuture<HttpResponse> post(String text) throws Exception {
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            TOKEN,
            ReportingHost.local("gate"),
            new StandIn().enforcement,
            file -> {});
    HttpRequest request =
        HttpRequest.POST("/v1/events")
            .addHeader(RawHeader.create("Authorization", "Bearer " + TOKEN.text()))
            .withEntity(ContentTypes.TEXT_PLAIN_UTF8, text);
    return Api.create(
            kit.system(),
            settings,
            ingest.ref(),
            responder.ref(),
            new Health(),
            Clock.fixed(StandIn.NOON, ZoneOffset.UTC))
        .function(kit.system())
        .apply(request)
        .toCompletableFuture();
  }
}
