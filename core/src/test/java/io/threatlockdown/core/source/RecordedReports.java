package io.threatlockdown.core.source;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a source reports, a text each. */
final class RecordedReports implements SourceListener {
  final List<String> all = new CopyOnWriteArrayList<>();

  @Override
  public void up(String source) {
    all.add("up " + source);
  }

  @Override
  public void degraded(String source, String reason) {
    all.add("degraded " + source + ": " + reason);
  }

  @Override
  public void gone(String source, String reason) {
    all.add("gone " + source + ": " + reason);
  }

  @Override
  public void rejected(String source, int lines, String reason) {
    all.add("rejected " + source + ": " + lines + " " + reason);
  }

  @Override
  public void lost(String source, String reason) {
    all.add("lost " + source + ": " + reason);
  }
}
