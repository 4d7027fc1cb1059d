package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BuiltIn;
import io.threatlockdown.ops.firewall.HostFirewall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * Carries out the built-in responses, each kind on threads of its own. Every {@code add} makes sure
 * that the response is in force, and reads that back; every {@code delete} undoes exactly that.
 */
public final class BuiltIns implements Actions, AutoCloseable {
  private static final int FIREWALLD_WIDTH = 4; // It waits for a daemon.

  private final Map<BuiltIn, Post> posts = new EnumMap<>(BuiltIn.class);
  private final Claims claims = new Claims();
  private final Supplier<Optional<String>> observing;
  private final Runnable enter;

  /**
   * What the responses work with.
   *
   * @param root where the host's files are; {@code /} but in tests
   * @param data the directory below which they remember what they did
   * @param guardedAccount whether an account is never locked
   * @param firewall keeps what sources may do
   * @param observing why nothing is really done, in words; empty if responses are carried out
   * @param restart restarts this service with its state kept; returns at once
   * @param files puts protected copies back; empty if none are kept
   */
  public record Needs(
      Path root,
      Path data,
      Predicate<String> guardedAccount,
      HostFirewall firewall,
      Supplier<Optional<String>> observing,
      Runnable restart,
      Optional<FileRestore> files) {}

  /**
   * What only tests change.
   *
   * @param enter what each thread does before all else
   * @param programs where firewall-cmd is looked for
   */
  record Surroundings(Runnable enter, List<Path> programs, Duration timeLimit) {
    static final Surroundings HOST =
        new Surroundings(() -> {}, SystemProgram.DIRECTORIES, SystemProgram.TIME_LIMIT);
  }

  /** Returns the responses of this host. They do nothing until they are asked to. */
  public BuiltIns(Needs needs) {
    this(needs, Surroundings.HOST);
  }

  BuiltIns(Needs needs, Surroundings around) {
    this.observing = needs.observing();
    this.enter = around.enter();
    Path root = needs.root();
    Path data = needs.data().resolve("responses");
    // One at a time where they write one file.
    put(BuiltIn.HOST_DENY, new HostDeny(root), 1);
    put(BuiltIn.ROUTE_NULL, new RouteNull(), 2);
    put(
        BuiltIn.DISABLE_ACCOUNT,
        new DisableAccount(root, data, needs.guardedAccount(), new Sessions()),
        1);
    put(
        BuiltIn.FIREWALLD_DROP,
        new FirewalldDrop(data, around.programs(), around.timeLimit()),
        FIREWALLD_WIDTH);
    put(BuiltIn.IP_CUSTOMBLOCK, new CustomBlock(root, data), 1);
    put(BuiltIn.RESTART, new Restart(data, needs.restart(), Restart.PAUSE_MIN), 1);
    put(BuiltIn.THROTTLE, new Limited(needs.firewall(), LimitWords::rates), 2);
    put(BuiltIn.DROP_PORT, new Limited(needs.firewall(), LimitWords::ports), 2);
    put(BuiltIn.RESTORE_FILE, new RestoreFile(needs.files()), 2);
  }

  private void put(BuiltIn name, Response response, int width) {
    Lane lane = new Lane(name.name().toLowerCase(Locale.ROOT), width, enter);
    posts.put(name, new Post(name, response, lane));
  }

  /** Where a kind of response is carried out. */
  private record Post(BuiltIn name, Response response, Lane lane) {}

  @Override
  public CompletionStage<Begun> add(BlockOrder order, KeyCheck keys) {
    return post(order).map(post -> add(order, post)).orElseGet(() -> refused(order));
  }

  private CompletionStage<Begun> add(BlockOrder order, Post post) {
    Response response = post.response();
    if (observing().isPresent()) {
      return CompletableFuture.completedFuture(new Begun(response.lasting(), Optional.empty()));
    }
    if (response.lasting()) {
      claims.claim(post.name(), order.key());
    }
    return post.lane().call(() -> new Begun(response.lasting(), response.add(order)));
  }

  @Override
  public CompletionStage<Done> delete(BlockOrder order) {
    return post(order).map(post -> delete(order, post)).orElseGet(() -> refused(order));
  }

  private CompletionStage<Done> delete(BlockOrder order, Post post) {
    return post.lane()
        .call(
            () -> {
              if (claims.giveUp(post.name(), order.key())) {
                post.response().delete(order);
              }
              return Done.getInstance();
            });
  }

  @Override
  public Optional<String> observing() {
    return observing.get();
  }

  /** Takes no more calls. What is in force stays so. */
  @Override
  public void close() {
    posts.values().forEach(post -> post.lane().close());
  }

  private Optional<Post> post(BlockOrder order) {
    return BuiltIn.of(order.key().program()).flatMap(name -> Optional.ofNullable(posts.get(name)));
  }

  private static <T> CompletionStage<T> refused(BlockOrder order) {
    return CompletableFuture.failedFuture(
        new ActionException("there is no built-in response " + order.key().program()));
  }
}
