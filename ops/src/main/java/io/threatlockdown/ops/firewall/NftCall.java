package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.core.response.FirewallException;
import io.threatlockdown.ops.firewall.Nft.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;

/** What waits for the firewall's thread. */
sealed interface NftCall {
  CompletableFuture<Done> answer();

  default void fail(String why) {
    answer().completeExceptionally(new FirewallException(why));
  }

  default void end(Answer answer) {
    if (answer.isDone()) {
      answer().complete(Done.getInstance());
    } else {
      fail("nft: " + answer.text());
    }
  }

  record Reload(List<Drop> drops, CallTime made, CompletableFuture<Done> answer)
      implements NftCall {}

  record Change(
      List<Drop> drops, List<AddressPrefix> targets, CallTime made, CompletableFuture<Done> answer)
      implements NftCall {
    int size() {
      return drops.size() + targets.size();
    }
  }

  record Read(
      List<AddressPrefix> targets,
      CompletableFuture<Map<AddressPrefix, Dropped>> dropped,
      CompletableFuture<Done> answer)
      implements NftCall {
    @Override
    public void fail(String why) {
      dropped.completeExceptionally(new FirewallException(why));
    }
  }

  record Limit(LimitChange change, CompletableFuture<Done> answer) implements NftCall {}

  /** The watch has heard that our table was touched. */
  enum Doubt implements NftCall {
    INSTANCE;

    @Override
    public CompletableFuture<Done> answer() {
      return new CompletableFuture<>();
    }
  }

  /** Nothing to do but to see that it is closed. */
  enum Wake implements NftCall {
    INSTANCE;

    @Override
    public CompletableFuture<Done> answer() {
      return new CompletableFuture<>();
    }
  }
}
