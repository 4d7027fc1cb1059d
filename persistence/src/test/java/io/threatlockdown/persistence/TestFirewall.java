package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.FirewallException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;

/** Notes what it was asked, and does or refuses it. */
final class TestFirewall implements Firewall {
  private static final long PATIENCE_S = 10;

  private final LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile boolean hanging;
  private volatile Runnable beforeCalls = () -> {};
  private volatile Optional<String> observing = Optional.empty();

  /** Refuses everything from now on. */
  void refuse(String why) {
    refusal = Optional.of(why);
  }

  /** Never answers from now on. */
  void hang() {
    hanging = true;
  }

  /** Does as asked from now on. */
  void obey() {
    refusal = Optional.empty();
    hanging = false;
  }

  void beforeCalls(Runnable action) {
    beforeCalls = action;
  }

  void observe(String why) {
    observing = Optional.of(why);
  }

  /** Returns the next call, such as {@code block [192.0.2.7 until 2026-01-01T12:10:00Z]}. */
  String next() throws InterruptedException {
    String call = calls.poll(PATIENCE_S, TimeUnit.SECONDS);
    return call == null ? "nothing" : call;
  }

  /** Whether there was no call but those seen. */
  boolean isQuiet() {
    return calls.isEmpty();
  }

  @Override
  public CompletionStage<Done> reload(List<Drop> drops) {
    return answer("reload " + drops.stream().map(TestFirewall::text).sorted().toList());
  }

  @Override
  public CompletionStage<Done> block(List<Drop> drops) {
    return answer("block " + drops.stream().map(TestFirewall::text).toList());
  }

  @Override
  public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
    return answer("unblock " + targets);
  }

  @Override
  public Optional<String> observing() {
    return observing;
  }

  private CompletionStage<Done> answer(String call) {
    beforeCalls.run();
    CompletionStage<Done> answer = hanging ? new CompletableFuture<>() : answer();
    calls.add(call); // Last: a test that saw the call may change the answers.
    return answer;
  }

  private CompletionStage<Done> answer() {
    return refusal
        .<CompletionStage<Done>>map(
            why -> CompletableFuture.failedStage(new FirewallException(why)))
        .orElseGet(() -> CompletableFuture.completedStage(Done.getInstance()));
  }

  private static String text(Drop drop) {
    return drop.target() + drop.expiresAt().map(end -> " until " + end).orElse("");
  }
}
