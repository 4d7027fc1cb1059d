package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.Responder;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a partition tells others of its blocks. What the journal says was enforced before a start is
 * pending until the firewall has answered to a reload: the kernel may have lost it meanwhile, and a
 * reboot surely made it. Owned by the partition's actor.
 */
final class Answers {
  private final int partition;
  private final ActorRef<Responder.Command> journal;
  private long unverifiedUpTo;

  Answers(int partition, ActorRef<Responder.Command> journal) {
    this.partition = partition;
    this.journal = journal;
  }

  /** The state was read from disk, and nobody has asked the firewall yet. */
  void unverified(PartitionState state) {
    unverifiedUpTo = state.lastNumber();
  }

  /** The firewall holds what the state says. */
  void verified() {
    unverifiedUpTo = 0;
  }

  /** Answers a question at once, from what is on disk. */
  void answer(PartitionState state, Responder.Command question) {
    if (question instanceof Responder.FindBlock find) {
      find.replyTo().tell(new Responder.Found(state.find(find.id().number()).map(this::shown)));
    } else if (question instanceof Note.ListShare share) {
      answer(share.question(), state.list(share.filter()).stream().map(this::shown).toList());
    } else if (question instanceof Note.RecallShare share) {
      AddressPrefix target = share.target();
      answer(
          share.question(),
          List.of(
              new Responder.Recalled(target, state.recall(target), state.standings().of(target))));
    }
  }

  /** A pardon is on disk, which ended so many blocks. */
  void pardoned(Note.PardonShare share, int released) {
    answer(share.question(), List.of(released));
  }

  private <T> void answer(Question<T> question, List<T> found) {
    journal.tell(new Note.Share(question, () -> question.answer(partition, found)));
  }

  private Block shown(Block block) {
    boolean unverified = block.state() == State.ENFORCED && block.id().number() <= unverifiedUpTo;
    return Memory.shown(unverified ? BlockChanges.pending(block) : block);
  }
}
