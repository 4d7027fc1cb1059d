package io.threatlockdown.core.source;

/**
 * Hears how the sources of lines are doing. A source never fails: it reports its trouble here and
 * goes on. Reports are rate limited by the sources. Called on the threads of the sources, so an
 * implementation is safe for any thread and quick.
 *
 * <p>A source is named by what it reads: the path of a file, {@code journald}, {@code stdin}.
 */
public interface SourceListener {
  /** The source reads as it should. */
  void up(String source);

  /** The source cannot be read, or not as it should be; it keeps trying. */
  void degraded(String source, String reason);

  /** What the source reads is not there, or not yet; it waits for it. */
  void gone(String source, String reason);

  /** Lines were not taken. */
  void rejected(String source, int lines, String reason);

  /** Lines may be missing, for instance because a rotated file was deleted before it was read. */
  void lost(String source, String reason);
}
