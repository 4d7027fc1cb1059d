package io.threatlockdown.core.source.integrity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A directory of private copies of files, named by the hash of their paths, with a limit of bytes
 * for all of them. Safe for any thread.
 */
final class CopyStore {
  private final Path directory;
  private final long bytesMax;
  private long bytes;

  private CopyStore(Path directory, long bytesMax) {
    this.directory = directory;
    this.bytesMax = bytesMax;
  }

  /** Opens the directory, or makes it; throws away copies that were not finished. */
  static CopyStore open(Path directory, long bytesMax) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    CopyStore store = new CopyStore(directory, bytesMax);
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(directory)) {
      for (Path copy : copies) {
        if (copy.toString().endsWith(".new")) {
          Files.deleteIfExists(copy);
        } else {
          store.grow(Files.size(copy));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return store;
  }

  /** Returns where the copy of a path is, or would be. */
  Path place(String path) {
    byte[] hash = Digests.digest("SHA-256").digest(path.getBytes(StandardCharsets.ISO_8859_1));
    return directory.resolve(HexFormat.of().formatHex(hash));
  }

  boolean has(String path) {
    return Files.exists(place(path));
  }

  /** Begins a copy of so many bytes; empty if there is no room. */
  Optional<StagedCopy> begin(String path, byte[] header, long size) throws IOException {
    synchronized (this) {
      if (bytes + header.length + size > bytesMax) {
        return Optional.empty();
      }
    }
    return Optional.of(new StagedCopy(place(path), header));
  }

  /** Puts a finished copy in its place. */
  void install(String path, StagedCopy copy) throws IOException {
    long before = has(path) ? Files.size(place(path)) : 0;
    copy.install();
    grow(Files.size(place(path)) - before);
  }

  /** Deletes the copy of a path. */
  void drop(String path) throws IOException {
    if (has(path)) {
      grow(-Files.size(place(path)));
      Files.delete(place(path));
    }
  }

  private synchronized void grow(long by) {
    bytes += by;
  }
}
