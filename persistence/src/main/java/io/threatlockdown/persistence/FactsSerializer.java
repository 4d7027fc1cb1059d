package io.threatlockdown.persistence;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Turns the journal's events and snapshots into {@link FactCbor} bytes and back. The manifest names
 * what it is and the version of its form.
 */
public final class FactsSerializer extends SerializerWithStringManifest {
  /** Part of the format: the journal stores it with each event. */
  static final int IDENTIFIER = 71_514;

  static final String FACTS = "facts-1";
  static final String SNAPSHOT = "partition-1";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    if (value instanceof Facts) {
      return FACTS;
    }
    if (value instanceof PartitionSnapshot) {
      return SNAPSHOT;
    }
    throw new IllegalArgumentException("not of the block journal: " + value.getClass());
  }

  @Override
  public byte[] toBinary(Object value) {
    try {
      return FactCbor.write(value);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case FACTS -> FactCbor.read(bytes, Facts.class);
        case SNAPSHOT -> FactCbor.read(bytes, PartitionSnapshot.class);
        default ->
            throw new NotSerializableException(
                "the journal holds '" + manifest + "', which only a newer version knows");
      };
    } catch (NotSerializableException unknown) {
      throw unknown;
    } catch (IOException failure) {
      throw new UncheckedIOException("the journal holds bytes that make no facts", failure);
    }
  }
}
