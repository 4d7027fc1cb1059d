package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Responder;
import java.util.List;

/** What {@link ActionJournal} tells others of its blocks, by what is on disk. */
final class ActionAnswers {
  private ActionAnswers() {}

  static void answer(ActionState state, Responder.Command question) {
    if (question instanceof Responder.ListBlocks list) {
      list.replyTo().tell(new Responder.Blocks(state.list(list.filter())));
    } else if (question instanceof Responder.FindBlock find) {
      find.replyTo().tell(new Responder.Found(state.find(find.id().number()).map(Memory::shown)));
    } else if (question instanceof Responder.Recall recall) {
      AddressPrefix target = recall.target();
      recall
          .replyTo()
          .tell(new Responder.Recalled(target, List.of(), state.standings().of(target)));
    }
  }
}
