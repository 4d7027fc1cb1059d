package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.jupiter.api.Test;
import org.scalatest.tools.Runner;

/** Runs Pekko's conformance tests for journals and snapshot stores against the embedded journal. */
class JournalTckTest {

  @Test
  void journal_conforms() {
    assertThat(conforms(JournalSpec.class)).isTrue();
  }

  @Test
  void snapshotStore_conforms() {
    assertThat(conforms(SnapshotSpec.class)).isTrue();
  }

  private static boolean conforms(Class<?> spec) {
    return Runner.run(new String[] {"-s", spec.getName(), "-oW"});
  }

  private static Config embedded() {
    try {
      EmbeddedJournal journal = EmbeddedJournal.open(Files.createTempDirectory("tck"));
      return ConfigFactory.parseString(
              "pekko.test { timefactor = 2, single-expect-default = 20s }")
          .withFallback(journal.config())
          .withFallback(ConfigFactory.load());
    } catch (JournalException | IOException failure) {
      throw new UncheckedIOException(new IOException(failure));
    }
  }

  /** The journal's half. Made by scalatest. */
  public static final class JournalSpec extends JavaJournalSpec {
    private static final long serialVersionUID = 1L;

    /** Called by scalatest. */
    public JournalSpec() {
      super(embedded());
    }

    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
      return CapabilityFlag.on();
    }
  }

  /** The snapshots' half. Made by scalatest. */
  public static final class SnapshotSpec extends JavaSnapshotStoreSpec {
    private static final long serialVersionUID = 1L;

    /** Called by scalatest. */
    public SnapshotSpec() {
      super(embedded());
    }
  }
}
