package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A journal that runs in a test, and its callers' words. */
final class TestJournal {
  /** How long a server or a disk may take to be back, for a slow machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  final TestFirewall firewall = new TestFirewall();
  final Health health = new Health();
  final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final ActorTestKit kit;
  private final TestClocks clocks;
  private final OnJournalFailure onFailure;
  private ActorRef<Responder.Command> journal;

  /** Starts a journal that refuses what it cannot write. It has not called the firewall yet. */
  TestJournal(ActorTestKit kit, TestClocks clocks) {
    this(kit, clocks, OnJournalFailure.REFUSE);
  }

  /** Starts a journal. It has not called the firewall yet. */
  TestJournal(ActorTestKit kit, TestClocks clocks, OnJournalFailure onFailure) {
    this.kit = kit;
    this.clocks = clocks;
    this.onFailure = onFailure;
    this.journal = spawn();
  }

  /** Starts a journal and waits for its first, empty reload. */
  static TestJournal started(ActorTestKit kit, TestClocks clocks) throws InterruptedException {
    TestJournal journal = new TestJournal(kit, clocks);
    String first = journal.firewall.next();
    if (!first.equals("reload []")) {
      throw new IllegalStateException(first);
    }
    return journal;
  }

  /** Kills the journal and starts it again after a while. */
  void crash(Duration down) {
    kit.stop(journal);
    clocks.passUnseen(down);
    journal = spawn();
  }

  void pass(Duration duration) {
    clocks.pass(duration, ManualTime.get(kit.system()));
  }

  void tell(Responder.Command command) {
    journal.tell(command);
  }

  Responder.Ordered order(BlockOrder order) {
    TestProbe<Responder.Ordered> caller = kit.createTestProbe();
    journal.tell(new Responder.Order(order, caller.ref()));
    return caller.receiveMessage(Duration.ofSeconds(10));
  }

  Optional<Block> release(BlockId id) {
    TestProbe<Responder.Released> caller = kit.createTestProbe();
    journal.tell(new Responder.Release(id, "token:admin", "known pentest", caller.ref()));
    return caller.receiveMessage(Duration.ofSeconds(10)).block();
  }

  Optional<Block> find(BlockId id) {
    TestProbe<Responder.Found> caller = kit.createTestProbe();
    journal.tell(new Responder.FindBlock(id, caller.ref()));
    return caller.receiveMessage(Duration.ofSeconds(10)).block();
  }

  List<Block> list(BlockFilter filter) {
    TestProbe<Responder.Blocks> caller = kit.createTestProbe();
    journal.tell(new Responder.ListBlocks(filter, caller.ref()));
    return caller.receiveMessage(Duration.ofSeconds(10)).blocks();
  }

  List<Responder.PriorBlocks> recall(String address) {
    TestProbe<Responder.Recalled> caller = kit.createTestProbe();
    journal.tell(new Responder.Recall(Samples.target(address), caller.ref()));
    return caller.receiveMessage(Duration.ofSeconds(10)).priors();
  }

  /** Returns how far up their ladders the offenders of this target are. */
  List<Standing> standings(String address) {
    return Asking.standings(kit, journal, address);
  }

  /** Pardons an offender and returns how many blocks ended. */
  int pardon(String address, boolean release) {
    return Asking.pardon(kit, journal, address, release);
  }

  /** Waits until the block is in the state, and returns it. */
  Block await(BlockId id, Block.State state) {
    return kit.createTestProbe()
        .awaitAssert(
            () ->
                find(id)
                    .filter(block -> block.state() == state)
                    .orElseThrow(() -> new AssertionError("not " + state + ": " + find(id))));
  }

  /** Waits until the block is in the state. */
  void reaches(BlockId id, Block.State state) {
    Block unused = await(id, state);
  }

  /** Waits until the health part is in the status. */
  void await(String part, Health.Status status) {
    awaitHealth(each -> each.name().equals(part) && each.status() == status);
  }

  /** Waits until the journal is written again. */
  void awaitUp() {
    await("journal", Health.Status.UP);
  }

  /** Waits until the journal is not written, for a reason with that text. */
  void awaitTrouble(String reason) {
    awaitHealth(
        part ->
            part.name().equals("journal")
                && part.status() == Health.Status.DOWN
                && part.detail().contains(reason));
  }

  private void awaitHealth(Predicate<Health.Part> reached) {
    kit.createTestProbe()
        .awaitAssert(
            PATIENCE,
            () -> {
              if (health.parts().stream().noneMatch(reached)) {
                throw new AssertionError("no such part: " + health.parts());
              }
              return health;
            });
  }

  private ActorRef<Responder.Command> spawn() {
    ResponseLog responseLog =
        new ResponseLog() {
          @Override
          public void added(BlockOrder order, boolean alreadyActive) {
            log.add((alreadyActive ? "again " : "added ") + order.addresses());
          }

          @Override
          public void deleted(BlockOrder order) {
            log.add("deleted " + order.addresses() + " " + order.alertJson());
          }

          @Override
          public void outcome(Outcome outcome) {
            outcomes.add(outcome);
          }
        };
    return kit.spawn(BlockJournal.create(firewall, responseLog, clocks.time(), onFailure, health));
  }
}
