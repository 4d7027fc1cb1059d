package io.threatlockdown.persistence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Holds a data directory for this process alone, by a lock on its file {@code journal.lock}. */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "journal.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the directory.
   *
   * @param directory absolute; created, for its owner only, if it is missing
   * @throws JournalException if it cannot be written, or another process has it
   */
  static DirectoryLock take(Path directory) throws JournalException {
    FileChannel channel = open(directory);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      // Not ours either: somebody in this process opened it before.
    } catch (IOException failure) {
      close(channel);
      throw new JournalException(directory + " cannot be locked: " + failure.getMessage(), failure);
    }
    if (!locked) {
      close(channel);
      throw new JournalException(
          directory + " is in use by another process: stop it, or choose another data directory");
    }
    return new DirectoryLock(channel);
  }

  @Override
  public void close() {
    close(channel);
  }

  private static FileChannel open(Path directory) throws JournalException {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return FileChannel.open(
          directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException failure) {
      throw new JournalException(directory + " cannot be written: " + failure, failure);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock ends with the channel either way; there is nothing to save.
    }
  }
}
