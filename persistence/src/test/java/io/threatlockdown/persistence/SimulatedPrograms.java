package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.Done;

/**
 * The response programs of a host and what starts them: they take their time, fail before or after
 * they did something, tell keys that nobody can read, hang until their time is over. What they did
 * outlives the process that started them; what a crash finds running did its work or did not.
 */
final class SimulatedPrograms {
  /** How the programs are. */
  enum Mood {
    WELL,
    FAILING,
    HANGING
  }

  /** When a program that hangs is ended. */
  static final Duration TIME_LIMIT = Duration.ofSeconds(30);

  /** One answer of so many cannot be read. */
  private static final int UNREADABLE = 11;

  /** What a program did and can undo: something about a target, told apart by keys. */
  record Effect(AddressPrefix target, List<String> keys) {
    static Effect of(BlockOrder order) {
      return new Effect(order.addresses(), order.key().keys());
    }
  }

  private record Run(Effect effect, boolean add) {}

  private final SimulatedActionModel model;
  private final RandomGenerator random;
  private final Set<Effect> effects = new HashSet<>();
  private final List<Run> running = new ArrayList<>();
  private Mood mood = Mood.WELL;

  SimulatedPrograms(SimulatedActionModel model, RandomGenerator random) {
    this.model = model;
    this.random = random;
  }

  void become(Mood next) {
    mood = next;
  }

  /** Returns what was done and is not undone. */
  Set<Effect> effects() {
    return Set.copyOf(effects);
  }

  /** The process is gone, and with it whatever it started. */
  void cut() {
    for (Run run : running) {
      if (random.nextBoolean()) {
        takeEffect(run);
      }
    }
    running.clear();
  }

  /** Returns what carries out the responses of one process. */
  Actions of(BooleanSupplier alive) {
    return new Actions() {
      @Override
      public CompletionStage<Begun> add(BlockOrder order, KeyCheck keys) {
        CompletableFuture<Begun> begun = new CompletableFuture<>();
        if (!alive.getAsBoolean()) {
          return begun;
        }
        model.onAdd(order);
        if (order.action().orElseThrow().means() != Means.PROGRAM) {
          act(alive, new Run(Effect.of(order), true), begun);
        } else if (mood == Mood.HANGING && random.nextBoolean()) {
          failAfter(alive, TIME_LIMIT, begun);
        } else {
          tellKeys(alive, order, keys, begun);
        }
        return begun;
      }

      @Override
      public CompletionStage<Done> delete(BlockOrder order) {
        CompletableFuture<Begun> begun = new CompletableFuture<>();
        if (!alive.getAsBoolean()) {
          return begun.thenApply(never -> Done.getInstance());
        }
        model.onDelete(order);
        act(alive, new Run(Effect.of(order), false), begun);
        return begun.thenApply(undone -> Done.getInstance());
      }

      @Override
      public Optional<String> observing() {
        return Optional.empty();
      }
    };
  }

  private void tellKeys(
      BooleanSupplier alive,
      BlockOrder order,
      Actions.KeyCheck keys,
      CompletableFuture<Actions.Begun> begun) {
    // Of one alert it tells the same each time.
    boolean readable = model.sinceStart(order).toMillis() % UNREADABLE > 0;
    List<String> told = readable ? List.of(order.addresses().toString()) : List.of();
    List<String> known = readable ? told : List.of(order.key().program());
    later(
        alive,
        pause(),
        () -> {
          CompletableFuture<Boolean> asked = keys.mayGoOn(told).toCompletableFuture();
          later(alive, TIME_LIMIT, () -> asked.completeExceptionally(tooLong()));
          var unused =
              asked.whenComplete(
                  (mayGoOn, failure) -> {
                    if (failure != null) {
                      begun.completeExceptionally(failure);
                    } else if (!mayGoOn) {
                      begun.complete(new Actions.Begun(false, Optional.empty()));
                    } else if (alive.getAsBoolean()) {
                      act(alive, new Run(new Effect(order.addresses(), known), true), begun);
                    }
                  });
        });
  }

  private void act(BooleanSupplier alive, Run run, CompletableFuture<Actions.Begun> begun) {
    for (Run other : running) {
      model.requireApart(run.effect, other.effect);
    }
    running.add(run);
    boolean hangs = mood == Mood.HANGING && random.nextInt(3) > 0;
    boolean fails = hangs || (mood == Mood.FAILING && random.nextInt(3) > 0);
    boolean works = !fails || random.nextBoolean();
    later(
        alive,
        hangs ? TIME_LIMIT : pause(),
        () -> {
          running.remove(run);
          if (works) {
            takeEffect(run);
          }
          SimulatedHost.TRAP.step();
          if (fails) {
            begun.completeExceptionally(new ActionException("exit status 1"));
          } else {
            begun.complete(new Actions.Begun(true, Optional.empty()));
          }
        });
  }

  private void failAfter(
      BooleanSupplier alive, Duration wait, CompletableFuture<Actions.Begun> begun) {
    later(alive, wait, () -> begun.completeExceptionally(tooLong()));
  }

  private static ActionException tooLong() {
    return new ActionException("took too long");
  }

  private void later(BooleanSupplier alive, Duration wait, Runnable what) {
    SimulatedHost.TRAP.step();
    var unused =
        SimulatedHost.TIME.after(
            wait,
            () -> {
              if (alive.getAsBoolean()) {
                what.run();
              }
            });
  }

  private Duration pause() {
    return Duration.ofMillis(random.nextInt(1, mood == Mood.WELL ? 200 : 5_000));
  }

  private void takeEffect(Run run) {
    boolean unused = run.add ? effects.add(run.effect) : effects.remove(run.effect);
    model.onEffect(run.effect, run.add);
  }
}
