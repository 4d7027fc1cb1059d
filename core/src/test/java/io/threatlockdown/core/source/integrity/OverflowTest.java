package io.threatlockdown.core.source.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gives a pass more paths than it may remember. */
class OverflowTest {
  @TempDir private Path directory;

  @Test
  void offer_beyondTheLimit_leadsToALookThroughTheWholeTree() throws IOException {
    Path etc = Files.createDirectory(directory.toRealPath().resolve("etc"));
    Watched.write(etc.resolve("hosts"), "x");
    IntegritySettings settings = Watched.settings(Watched.scheduled(etc));
    Tree tree = new Tree(etc.toString(), settings.paths().get(0), Optional.empty());
    Troubles troubles = new Troubles();
    try (Baseline baseline = Baseline.open(directory.resolve("baseline"), problem -> {});
        TreeWatch watch = new TreeWatch()) {
      baseline.know(tree.root(), tree.root());
      Surroundings shared =
          new Surroundings(
              settings,
              path -> false,
              PathHolder.BY_NAME,
              new Stat(System::nanoTime),
              baseline,
              Surroundings.nothingUncommitted(),
              new KeptTexts(CopyStore.open(directory.resolve("texts"), 1), path -> false),
              ProtectedCopies.open(directory.resolve("protected"), PathHolder.BY_NAME, 1),
              watch,
              troubles);
      List<Finding> found = new ArrayList<>();
      try (Pass pass = new Pass(tree, "realtime", new Trees(Map.of(tree.root(), tree)), shared)) {
        for (int i = 0; i <= PathQueue.NOTICED_MAX; i++) {
          pass.offer(tree.root() + "/no" + i);
        }

        ByteBuffer buffer = ByteBuffer.allocate(Look.SLICE_BYTES);
        while (!pass.isIdle()) {
          pass.step(buffer).ifPresent(found::add);
        }
      }

      assertThat(found.stream().map(finding -> finding.change().path()))
          .containsExactly(etc.resolve("hosts").toString());
      assertThat(troubles.of(Troubles.Kind.QUEUE_FULL)).isEqualTo(1);
    }
  }
}
