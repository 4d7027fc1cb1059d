package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a process did to the files of one directory, written down by {@code disklog.c}. */
final class DiskLog {
  private DiskLog() {}

  /** One thing that was done. {@code data} is a view into the log. */
  record Step(char type, String file, long offset, ByteBuffer data) {
    static final char WRITE = 'W';
    static final char TRUNCATE = 'T';
    static final char SYNC = 'S';
    static final char CREATE = 'C';
    static final char UNLINK = 'U';

    String text() {
      return StandardCharsets.US_ASCII.decode(data.duplicate()).toString();
    }
  }

  /** Builds the library below the directory and returns it. */
  static Path library(Path directory) throws Exception {
    Path library = directory.resolve("disklog.so");
    Process compiler =
        new ProcessBuilder(
                "cc",
                "-O2",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                "src/test/c/disklog.c",
                "-ldl",
                "-lpthread")
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).as("cc; ops/bin/verify installs it").isZero();
    return library;
  }

  /** Returns all that was done, in order. */
  static List<Step> read(Path log) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
    List<Step> steps = new ArrayList<>();
    while (bytes.hasRemaining()) {
      char type = (char) bytes.get();
      byte[] name = new byte[bytes.get()];
      bytes.get(name);
      long offset = bytes.getLong();
      int length = bytes.getInt();
      ByteBuffer data = bytes.slice(bytes.position(), length);
      bytes.position(bytes.position() + length);
      steps.add(new Step(type, new String(name, StandardCharsets.US_ASCII), offset, data));
    }
    return steps;
  }
}
