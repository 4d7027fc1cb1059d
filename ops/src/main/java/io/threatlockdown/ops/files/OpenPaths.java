package io.threatlockdown.ops.files;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.threatlockdown.core.source.integrity.PathHolder;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a path names by a descriptor that reads and writes nothing (O_PATH, see open(2)), and
 * leads to it by {@code /proc/self/fd}. Opening that neither waits nor follows a link; where the
 * descriptor came out tells whether a link was on the way.
 */
public final class OpenPaths implements PathHolder {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPaths.class);

  private static final int O_PATH = 0x200000;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NOFOLLOW = Platform.isARM() ? 0x8000 : 0x20000;

  private static final int ENOENT = 2;
  private static final int ENOTDIR = 20;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final LibC libc;

  private OpenPaths(LibC libc) {
    this.libc = libc;
  }

  /** Returns what holds paths here; where this is not to be had, what only asks them again. */
  public static PathHolder open() {
    try {
      PathHolder holder = new OpenPaths(Native.load("c", LibC.class));
      holder.hold(Path.of("/")).close();
      return holder;
    } catch (UnsatisfiedLinkError | IOException e) {
      LOG.warn(
          "Watched files are looked at by name, and may be exchanged meanwhile: {}",
          e.getMessage());
      return BY_NAME;
    }
  }

  @Override
  public Held hold(Path path) throws IOException {
    byte[] bytes = bytes(path);
    try {
      Descriptor held = new Descriptor(libc, libc.open(bytes, O_PATH | O_NOFOLLOW | O_CLOEXEC));
      try {
        Path real = Files.readSymbolicLink(held.path());
        if (!real.equals(path)) {
          throw new NoSuchFileException(
              path.toString(), real.toString(), "a link is on the way, or it is gone");
        }
        return held;
      } catch (IOException | RuntimeException e) {
        held.close();
        throw e;
      }
    } catch (LastErrorException e) {
      if (e.getErrorCode() == ENOENT || e.getErrorCode() == ENOTDIR) {
        throw new NoSuchFileException(path.toString());
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns the bytes of a path, and a NUL. Its URI has them whatever the locale. */
  private static byte[] bytes(Path path) {
    String raw = path.toUri().getRawPath().replace("+", "%2B");
    String text = URLDecoder.decode(raw, StandardCharsets.ISO_8859_1);
    boolean isSlashed = text.length() > 1 && text.endsWith("/");
    return ((isSlashed ? text.substring(0, text.length() - 1) : text) + "\0")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private record Descriptor(LibC libc, int number) implements Held {
    @Override
    public Path path() {
      return DESCRIPTORS.resolve(Integer.toString(number));
    }

    @Override
    public LinkOption[] options() {
      return new LinkOption[0];
    }

    @Override
    public void close() {
      var unused = libc.close(number); // It was never written to.
    }
  }

  private interface LibC extends Library {
    int open(byte[] path, int flags) throws LastErrorException;

    int close(int file);
  }
}
