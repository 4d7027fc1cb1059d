package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A journal of actions that runs in a test, and its callers' words. */
final class TestActionJournal {
  static final Duration ONE_HOUR = Duration.ofHours(1);

  final TestActions actions = new TestActions();
  final TestClocks clocks = new TestClocks(NOON);
  final Health health = new Health();
  final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final ActorTestKit kit;
  private ActorRef<Responder.Command> journal;

  /** Starts a journal. The second offence of a key lasts an hour. */
  TestActionJournal(ActorTestKit kit) {
    this.kit = kit;
    this.journal = spawn();
  }

  static String alert(String program) {
    return "{\"rule\":{\"id\":\"5710\"},\"program\":\"" + program + "\"}";
  }

  Responder.Ordered order(Means means, String program, String... keys) {
    return order(sample(means, program, Optional.of(TEN_MINUTES), keys));
  }

  static BlockOrder unlimited(String program) {
    return sample(Means.PROGRAM, program, Optional.empty());
  }

  /** Returns the standings of an address on ladders. */
  List<Standing> standings(String address) {
    return Asking.standings(kit, journal, address);
  }

  /** Pardons an address and returns how many responses ended. */
  int pardon(String address, boolean release) {
    return Asking.pardon(kit, journal, address, release);
  }

  private static BlockOrder sample(
      Means means, String program, Optional<Duration> duration, String... keys) {
    return new BlockOrder(
        new BlockKey("000", program, List.of(keys)),
        Optional.empty(),
        program + "600",
        "local",
        5710,
        "sshd: a login as a user who does not exist.",
        alert(program),
        1,
        NOON,
        NOON,
        duration,
        Optional.of(new Action(means, List.of())));
  }

  /** Orders it and lets it succeed. */
  BlockId enforced(Means means, String program, String... keys) throws InterruptedException {
    BlockId id = order(means, program, keys).id().orElseThrow();
    actions.next("add").succeed();
    awaitState(id, State.ENFORCED);
    return id;
  }

  /** Orders a program, lets it tell its keys and succeed. */
  BlockId enforcedProgram(String program, String... keys) throws InterruptedException {
    BlockId id = order(Means.PROGRAM, program).id().orElseThrow();
    TestActions.Call call = actions.next("add");
    assertThat(call.tell(keys)).isTrue();
    call.succeed();
    awaitState(id, State.ENFORCED);
    return id;
  }

  /** Orders it, whatever the answer. */
  void give(Means means, String program) {
    var unused = order(means, program);
  }

  Responder.Ordered order(BlockOrder order) {
    TestProbe<Responder.Ordered> caller = kit.createTestProbe();
    BlockOrder now =
        new BlockOrder(
            order.key(),
            order.target(),
            order.response(),
            order.location(),
            order.ruleId(),
            order.reason(),
            order.alertJson(),
            order.offence(),
            clocks.instant(),
            clocks.instant(),
            order.duration(),
            order.action(),
            order.ladder(),
            order.goodLogins());
    Responder.Order given = new Responder.Order(now, caller.ref());
    journal.tell(new ActionNote.Given(new Waiting(given, clocks.time().offset())));
    return caller.receiveMessage(Duration.ofSeconds(10));
  }

  void release(BlockId id) {
    TestProbe<Responder.Released> caller = kit.createTestProbe();
    journal.tell(new Responder.Release(id, "token:admin", "known pentest", caller.ref()));
    assertThat(caller.receiveMessage(Duration.ofSeconds(10)).block()).isPresent();
  }

  Block find(BlockId id) {
    TestProbe<Responder.Found> caller = kit.createTestProbe();
    journal.tell(new Responder.FindBlock(id, caller.ref()));
    return caller.receiveMessage(Duration.ofSeconds(10)).block().orElseThrow();
  }

  List<Block> list() {
    TestProbe<Responder.Blocks> caller = kit.createTestProbe();
    journal.tell(
        new Responder.ListBlocks(new BlockFilter(Optional.empty(), true, 100), caller.ref()));
    return caller.receiveMessage(Duration.ofSeconds(10)).blocks();
  }

  void awaitState(BlockId id, State state) {
    Block unused =
        kit.createTestProbe()
            .awaitAssert(
                () -> {
                  assertThat(find(id).state()).isEqualTo(state);
                  return find(id);
                });
  }

  /** Lets time pass until something that failed is called again. */
  void awaitRetry(Duration pause) {
    var unused =
        kit.createTestProbe()
            .awaitAssert(
                () -> {
                  pass(pause);
                  assertThat(actions.isQuiet()).isFalse();
                  return actions;
                });
  }

  /** Lets time pass once the journal has nothing to do any more. */
  void pass(Duration duration) {
    var unused = list();
    unused = list(); // What the journal told itself before the first was answered.
    clocks.pass(duration, ManualTime.get(kit.system()));
  }

  Instant now() {
    return clocks.instant();
  }

  void crash(Duration down) {
    kit.stop(journal);
    clocks.passUnseen(down);
    journal = spawn();
  }

  private ActorRef<Responder.Command> spawn() {
    ResponseLog outcomesOnly =
        new ResponseLog() {
          @Override
          public void added(BlockOrder order, boolean alreadyActive) {}

          @Override
          public void deleted(BlockOrder order) {}

          @Override
          public void outcome(Outcome outcome) {
            outcomes.add(outcome);
          }
        };
    return kit.spawn(
        ActionJournal.create(
            new ActionNeeds(
                actions,
                outcomesOnly,
                clocks.time(),
                new BlockPolicy(List.of(ONE_HOUR)),
                health,
                ActionState.SNAPSHOT_EVERY)));
  }
}
