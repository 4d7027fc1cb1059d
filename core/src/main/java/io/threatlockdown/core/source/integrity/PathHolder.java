package io.threatlockdown.core.source.integrity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Holds what a path names, so that nobody can exchange it between two looks at it: not for a link
 * to another file, not for a pipe that whoever opens it waits for. Safe for any thread.
 */
public interface PathHolder {
  /** Something held, until it is closed. */
  interface Held extends AutoCloseable {
    /** Returns a path that leads to it, if it is asked with these {@link #options}. */
    Path path();

    /** Returns how {@link #path} is to be asked. */
    LinkOption[] options();

    @Override
    void close();
  }

  /**
   * Holds what stands at an absolute path; a link is not followed, neither at its end nor on its
   * way.
   *
   * @throws NoSuchFileException if nothing stands there
   * @throws IOException if it cannot be reached, or the way to it leads over a link
   */
  Held hold(Path path) throws IOException;

  /**
   * Holds nothing: asks the path again and again. For systems where nothing better is to be had; an
   * attacker who may write in the directory and is quick enough can mislead it.
   */
  PathHolder BY_NAME =
      path -> {
        Path parent = path.getParent();
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)
            || (parent != null && !Files.isDirectory(parent))) {
          throw new NoSuchFileException(path.toString());
        }
        return new Held() {
          @Override
          public Path path() {
            return path;
          }

          @Override
          public LinkOption[] options() {
            return new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
          }

          @Override
          public void close() {}
        };
      };
}
