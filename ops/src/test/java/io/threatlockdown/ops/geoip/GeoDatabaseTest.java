package io.threatlockdown.ops.geoip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads databases that the tests write themselves, sound ones and damaged ones. */
class GeoDatabaseTest {
  private final MmdbWriter writer =
      new MmdbWriter()
          .with("192.0.2.0/24", "ES", "Madrid")
          .with("198.51.100.7/32", "US", "")
          .with("2001:db8::/32", "FR", "\u00cele-de-France");

  @TempDir private Path dir;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = writer.writeTo(dir.resolve("city.mmdb"));
  }

  @Test
  void locate_knownAddresses_areCountryAndRegionInBytes() throws GeoDatabaseException {
    GeoDatabase database = GeoDatabase.open(file);

    assertThat(database.locate("192.0.2.200")).contains("ES / Madrid");
    assertThat(database.locate("198.51.100.7")).contains("US");
    assertThat(database.locate("::ffff:192.0.2.1")).contains("ES / Madrid");
    assertThat(database.locate("2001:db8::1")).contains("FR / \u00c3\u008ele-de-France");
    assertThat(database.unreadable()).isZero();
  }

  @Test
  void locate_othersAndNoAddresses_areNowhere() throws GeoDatabaseException {
    GeoDatabase database = GeoDatabase.open(file);

    assertThat(database.locate("198.51.100.8")).isEmpty();
    assertThat(database.locate("127.0.0.1")).isEmpty();
    assertThat(database.locate("web.example.org")).isEmpty();
    assertThat(database.locate("")).isEmpty();
  }

  @Test
  void open_missingFile_namesIt() {
    assertThatThrownBy(() -> GeoDatabase.open(dir.resolve("none.mmdb")))
        .isInstanceOf(GeoDatabaseException.class)
        .hasMessageContaining("none.mmdb");
  }

  @Test
  void open_whatIsNoDatabase_namesIt() throws IOException {
    Files.writeString(file, "no database");

    assertThatThrownBy(() -> GeoDatabase.open(file))
        .isInstanceOf(GeoDatabaseException.class)
        .hasMessageContaining("city.mmdb is no readable GeoIP database");
    assertThatThrownBy(() -> GeoDatabase.open(dir)).isInstanceOf(GeoDatabaseException.class);
  }

  @Test
  void openAndLocate_damagedAnywhere_failByNameOrFindNothing() throws IOException {
    byte[] sound = writer.bytes();
    Random random = new Random(17);
    int refused = 0;
    long unreadable = 0;
    for (int i = 0; i < 200; i++) {
      byte[] damaged =
          random.nextBoolean()
              ? Arrays.copyOf(sound, random.nextInt(sound.length))
              : flipped(sound, random);
      Files.write(file, damaged);
      try {
        GeoDatabase database = GeoDatabase.open(file);
        assertThat(database.locate("192.0.2.1").orElse("")).hasSizeLessThan(10_000);
        assertThat(database.locate("2001:db8::1").orElse("")).hasSizeLessThan(10_000);
        unreadable += database.unreadable();
      } catch (GeoDatabaseException named) {
        refused++;
        assertThat(named).hasMessageContaining("city.mmdb");
      }
    }

    assertThat(refused).isPositive();
    assertThat(unreadable).isPositive();
  }

  private static byte[] flipped(byte[] sound, Random random) {
    byte[] damaged = sound.clone();
    for (int i = 0; i < 8; i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return damaged;
  }
}
