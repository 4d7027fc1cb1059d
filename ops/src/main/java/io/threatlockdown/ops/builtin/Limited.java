package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.firewall.HostFirewall;
import io.threatlockdown.ops.firewall.LimitChange;
import io.threatlockdown.ops.firewall.SourceLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A limit that the firewall's kernel part keeps, and ends by itself when the response does. */
final class Limited implements Response {
  /** Beyond the time of a reload with a million drops. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  private final HostFirewall firewall;
  private final Meaning meaning;

  Limited(HostFirewall firewall, Meaning meaning) {
    this.firewall = firewall;
    this.meaning = meaning;
  }

  /** Reads in an order what is limited. */
  interface Meaning {
    List<SourceLimit> of(BlockOrder order) throws ActionException;
  }

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException {
    carryOut(LimitChange.set(meaning.of(order), order.expiresAt()));
    return Optional.empty();
  }

  @Override
  public void delete(BlockOrder order) throws ActionException {
    List<SourceLimit> limits;
    try {
      limits = meaning.of(order);
    } catch (ActionException notUnderstood) {
      return; // Nor was it when it was to be added.
    }
    carryOut(LimitChange.lift(limits));
  }

  private void carryOut(LimitChange change) throws ActionException {
    try {
      var unused =
          firewall
              .limit(change)
              .toCompletableFuture()
              .get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new ActionException(String.valueOf((cause == null ? failed : cause).getMessage()));
    } catch (TimeoutException late) {
      throw new ActionException("the firewall is busy for " + TIME_LIMIT.toSeconds() + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ActionException("interrupted while waiting for the firewall", interrupted);
    }
  }
}
