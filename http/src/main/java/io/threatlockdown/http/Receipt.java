package io.threatlockdown.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threatlockdown.core.engine.Ingest;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a request's lines: the answer to it.
 *
 * @param accepted lines that were analysed, what they gave rise to being in the journal
 * @param rejected lines that were not
 * @param errors the first of those, at most {@link EventBatch#ERRORS_MAX}
 */
record Receipt(long accepted, long rejected, long alerts, long blocks, List<LineError> errors) {
  static final Receipt EMPTY = new Receipt(0, 0, 0, 0, List.of());

  Receipt {
    errors = List.copyOf(errors);
  }

  /** Returns the receipt of a batch. */
  static Receipt of(EventBatch batch, Ingest.Analysed analysed) {
    return new Receipt(
        batch.lines().size(),
        batch.rejected(),
        analysed.alerts(),
        analysed.blocks(),
        batch.errors());
  }

  /** Returns the receipt of both. */
  Receipt plus(Receipt later) {
    List<LineError> both = new ArrayList<>(errors);
    later.errors.stream().limit(EventBatch.ERRORS_MAX - both.size()).forEach(both::add);
    return new Receipt(
        accepted + later.accepted,
        rejected + later.rejected,
        alerts + later.alerts,
        blocks + later.blocks,
        both);
  }

  /** Returns it as the API answers it. */
  JsonNode toJson() {
    ObjectNode json =
        Json.object()
            .put("accepted", accepted)
            .put("rejected", rejected)
            .put("alerts", alerts)
            .put("blocks", blocks);
    ArrayNode list = json.putArray("errors");
    errors.forEach(e -> list.addObject().put("line", e.line()).put("problem", e.problem()));
    return json;
  }
}
