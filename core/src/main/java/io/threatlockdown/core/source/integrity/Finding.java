package io.threatlockdown.core.source.integrity;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A change that is to be reported.
 *
 * @param diff what has changed in the text
 * @param afterwards what is to be done once it is answered for
 */
record Finding(
    FileChange change, Tree tree, String mode, Optional<String> diff, List<Deed> afterwards) {
  /** Something done with copies. */
  interface Deed {
    void run() throws IOException;
  }

  Baseline.Change baselineChange() {
    return new Baseline.Change(change.path(), change.after());
  }
}
