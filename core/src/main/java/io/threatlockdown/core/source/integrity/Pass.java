package io.threatlockdown.core.source.integrity;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at paths of one tree, a slice at a time. Each tree has two: for what was noticed and for
 * looking through all of it, so that neither waits for the other; nor do small files wait for a
 * large one. Owned by one thread.
 */
final class Pass implements AutoCloseable {
  /** A file larger than this is looked at beside the others. */
  static final long LARGE_BYTES = 8 << 20;

  private final Tree tree;
  private final Surroundings shared;
  private final Trees trees;
  private final Listing listing;
  private final Comparison comparison;
  private final PathQueue queue = new PathQueue();
  private @Nullable Visit current;
  private @Nullable Visit large;
  private boolean isTurnOfLarge;
  private boolean isWhole;
  private boolean isOverflowed;

  /**
   * A pass with nothing to do.
   *
   * @param mode what its events say of how they were found
   */
  Pass(Tree tree, String mode, Trees trees, Surroundings shared) {
    this.tree = tree;
    this.shared = shared;
    this.trees = trees;
    this.listing = new Listing(tree, shared, queue);
    this.comparison = new Comparison(tree, mode, shared);
  }

  Tree tree() {
    return tree;
  }

  /** Looks at this path soon; if there are too many, through the whole tree. */
  void offer(String noticed) {
    if (!queue.offer(noticed)) {
      if (!isOverflowed) {
        shared.troubles().count(Troubles.Kind.QUEUE_FULL, noticed, "");
      }
      isOverflowed = true;
    }
  }

  /** Looks through the whole tree; afterwards what is not known is new. */
  void begin() {
    isWhole = true;
    offer(tree.root());
  }

  boolean isIdle() {
    return current == null && large == null && queue.isEmpty() && !isWhole && !isOverflowed;
  }

  /** Does a little, and returns what that found to report. */
  Optional<Finding> step(ByteBuffer buffer) {
    Visit beside = large;
    boolean isLarge = beside != null && (isTurnOfLarge || (current == null && queue.isEmpty()));
    isTurnOfLarge = !isLarge;
    Visit visit = isLarge ? beside : current != null ? current : nextVisit();
    if (visit == null) {
      return Optional.empty();
    }
    Optional<Look.Result> result = visit.look().step(buffer);
    if (isLarge) {
      large = null;
    } else {
      current = null;
    }
    if (result.isEmpty()) {
      goOn(visit, isLarge);
      return Optional.empty();
    }
    try {
      return on(visit, result.get(), isLarge);
    } finally {
      visit.look().close();
    }
  }

  /** Keeps a visit that is not at its end. */
  private void goOn(Visit visit, boolean isLarge) {
    if (isLarge || (visit.look().size() > LARGE_BYTES && large == null)) {
      large = visit;
    } else if (visit.look().size() > LARGE_BYTES) {
      visit.close();
      offer(visit.path()); // One at a time.
    } else {
      current = visit;
    }
  }

  private @Nullable Visit nextVisit() {
    Optional<String> next = queue.next();
    if (next.isEmpty()) {
      onExhausted();
      return null;
    }
    boolean isMine =
        trees.of(next.get()).filter(tree::equals).isPresent() && !shared.ignores().test(next.get());
    return isMine
        ? new Visit(next.get(), shared.look(next.get(), tree, List.of()), Optional.empty())
        : null;
  }

  private void onExhausted() {
    if (isOverflowed) {
      isOverflowed = false;
      offer(tree.root());
    } else if (isWhole && large == null) {
      isWhole = false;
      String pattern = tree.watched().pattern();
      if (!shared.isKnown(tree)) {
        shared.baseline().know(tree.root(), pattern);
      }
      if (tree.watched().protect() && !shared.isProtected(tree)) {
        shared.baseline().know(Surroundings.PROTECTED + tree.root(), pattern);
      }
    }
  }

  private Optional<Finding> on(Visit visit, Look.Result result, boolean isLarge) {
    String path = visit.path();
    if (result instanceof Look.Found found) {
      queue.nest(shared.knownBelow(path)); // Of a directory that was there before.
      Optional<Visit> again = comparison.copying(visit, found);
      if (again.isPresent()) {
        goOn(again.get(), isLarge);
        return Optional.empty();
      }
      return comparison.ofFound(visit, found);
    }
    visit.copying().ifPresent(Copying::close);
    Optional<Finding> gone = Optional.empty();
    if (result instanceof Look.Unreadable unreadable) {
      shared.troubles().count(Troubles.Kind.UNREADABLE, path, unreadable.reason());
    } else {
      gone = comparison.ofGone(path);
    }
    if (result instanceof Look.Gone && gone.isEmpty()) {
      queue.nest(shared.knownBelow(path));
    } else if (result instanceof Look.Directory && gone.isPresent()) {
      queue.nest(List.of(path)); // Entered when the file in its place is known to be gone.
    } else if (result instanceof Look.Directory directory && tree.enters(path)) {
      listing.enter(directory, path);
    }
    return gone;
  }

  @Override
  public void close() {
    Optional.ofNullable(current).ifPresent(Visit::close);
    Optional.ofNullable(large).ifPresent(Visit::close);
  }
}
