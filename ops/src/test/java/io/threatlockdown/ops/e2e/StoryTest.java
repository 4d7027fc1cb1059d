package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.demo.Demo;
import io.threatlockdown.ops.demo.Testbed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** The demo's story with the 100 seconds of Wazuh's documentation, by both protocols at once. */
class StoryTest {
  private static final Executor ONE_EACH = task -> new Thread(task, "story").start();

  @Test
  void block_ofRule5710_outlivesAKillAndEndsInTime() {
    RealKernel.require();

    List<CompletableFuture<String>> stories =
        List.of(Testbed.ATTACKER_IPV4, Testbed.ATTACKER_IPV6).stream()
            .map(attacker -> CompletableFuture.supplyAsync(() -> story(attacker), ONE_EACH))
            .toList();

    assertThat(stories)
        .allSatisfy(
            story ->
                assertThat(story.join())
                    .contains("rule 5710", "journaled as", "kill -9", "as promised"));
  }

  private static String story(String attacker) {
    StringWriter text = new StringWriter();
    Demo.run(new PrintWriter(text), Duration.ofSeconds(100), attacker);
    return text.toString();
  }
}
