package io.threatlockdown.core.source.integrity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A private copy of a file being made beside the one it is to replace. */
final class StagedCopy implements AutoCloseable {
  private final Path staged;
  private final Path place;
  private final byte[] header;
  private final FileChannel channel;
  private boolean isKept;

  /**
   * Begins a copy.
   *
   * @param place where it will be
   * @param header what stands before the content
   */
  StagedCopy(Path place, byte[] header) throws IOException {
    this.place = place;
    this.staged = place.resolveSibling(place.getFileName() + ".new");
    this.header = header.clone();
    Files.deleteIfExists(staged);
    this.channel =
        FileChannel.open(
            staged,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  void startOver() throws IOException {
    channel.truncate(0);
    channel.position(0);
    add(ByteBuffer.wrap(header));
  }

  void add(ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Ends the copy, which waits to be put in its place. */
  void end() throws IOException {
    channel.force(false);
    channel.close();
    isKept = true;
  }

  Path staged() {
    return staged;
  }

  /** Puts the copy in its place. */
  void install() throws IOException {
    Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(place.resolveSibling("."))) {
      directory.force(true);
    }
  }

  /** Throws the copy away unless it was ended. */
  @Override
  public void close() {
    try {
      channel.close();
      if (!isKept) {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      // What is left is deleted when the next copy begins.
    }
  }
}
