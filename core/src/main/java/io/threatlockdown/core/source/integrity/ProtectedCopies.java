package io.threatlockdown.core.source.integrity;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies of files as they were when their directory was first watched with {@code restore="yes"},
 * or when somebody accepted them, and how they are put back. Changes of a file never change its
 * copy. Safe for any thread.
 */
public final class ProtectedCopies {
  /** What putting a file back came to. */
  public enum Outcome {
    /** It is what it was, which was read back. */
    RESTORED,
    /** It was so already; nothing was done. */
    UNCHANGED
  }

  private static final String TEMPORARY = ".tld-restore-";

  /** The longest header: numbers, a hash. */
  private static final int HEADER_BYTES_MAX = 256;

  /** What a copy says of its file. */
  private record Header(int mode, int uid, int gid, String sha256, long size, int length) {
    static String text(FileState state) {
      return "1 "
          + state.mode()
          + " "
          + state.uid()
          + " "
          + state.gid()
          + " "
          + state.digests().sha256()
          + " "
          + state.size()
          + "\n";
    }

    static Header read(FileChannel copy) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES_MAX);
      int count = Math.max(0, copy.read(bytes, 0));
      String text = new String(bytes.array(), 0, count, StandardCharsets.ISO_8859_1);
      int end = text.indexOf('\n');
      String[] words = text.substring(0, Math.max(0, end)).split(" ", -1);
      try {
        return new Header(
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            words[4],
            Long.parseLong(words[5]),
            end + 1);
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new IOException("the copy is damaged", e);
      }
    }
  }

  private final CopyStore store;
  private final PathHolder holder;
  private final Stat stat = new Stat(System::nanoTime);
  private final SecureRandom random = new SecureRandom();

  private ProtectedCopies(CopyStore store, PathHolder holder) {
    this.store = store;
    this.holder = holder;
  }

  /**
   * Opens the copies.
   *
   * @param directory where they are; made if need be, for its owner only
   * @param bytesMax how much they may take together
   */
  public static ProtectedCopies open(Path directory, PathHolder holder, long bytesMax)
      throws IOException {
    return new ProtectedCopies(CopyStore.open(directory, bytesMax), holder);
  }

  /** Whether there is a copy of this file. */
  public boolean has(Path file) {
    return store.has(PathBytes.of(file));
  }

  /**
   * Takes a copy of the file as it is now, in place of the one before.
   *
   * @throws IOException if it is no regular file, cannot be read, or there is no room
   */
  public synchronized void accept(Path file) throws IOException {
    String path = PathBytes.of(file);
    FileState known = state(file, List.of());
    StagedCopy copy = begin(path, known).orElseThrow(() -> new IOException("no room for a copy"));
    try (copy) {
      FileState copied = state(file, List.of(copy));
      if (!copied.equals(known)) {
        throw new IOException("it was changed while it was copied");
      }
      copy.end();
    }
    install(path, copy);
  }

  private FileState state(Path file, List<StagedCopy> copies) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Look.SLICE_BYTES);
    try (Look look = new Look(file, holder, stat, new Look.Wish(true, Long.MAX_VALUE, copies))) {
      Optional<Look.Result> result = Optional.empty();
      while (result.isEmpty()) {
        result = look.step(buffer);
      }
      if (result.get() instanceof Look.Found found && found.state().digests().isKnown()) {
        return found.state();
      }
      throw new IOException(file + " is no regular file that can be read: " + result.get());
    }
  }

  /** Begins the copy of a file of which everything is known; empty if there is no room. */
  Optional<StagedCopy> begin(String path, FileState known) throws IOException {
    byte[] header = Header.text(known).getBytes(StandardCharsets.ISO_8859_1);
    return store.begin(path, header, known.size());
  }

  boolean has(String path) {
    return store.has(path);
  }

  void install(String path, StagedCopy copy) throws IOException {
    store.install(path, copy);
  }

  /**
   * Puts the file back as its copy says: content, owner, group and mode. The new file takes the
   * name at once, so that nobody sees half of it; other names of the old one keep what they have.
   * What was put there is read back.
   *
   * @throws IOException if there is no copy, it is damaged, the directory is gone or led elsewhere
   *     by a link, or the result is not what it should be
   */
  public synchronized Outcome restore(Path file) throws IOException {
    Path directory = requireNonNull(file.toAbsolutePath().getParent(), "not a file");
    Path name = requireNonNull(file.getFileName());
    try (FileChannel copy = FileChannel.open(store.place(PathBytes.of(file)));
        PathHolder.Held held = holder.hold(directory)) {
      Header header = Header.read(copy);
      Path target = held.path().resolve(name);
      if (isAsIn(header, file)) {
        return Outcome.UNCHANGED;
      }
      String temporary = TEMPORARY + Long.toHexString(random.nextLong());
      try {
        write(copy, header, held.path().resolve(temporary), directory.resolve(temporary));
        Files.move(held.path().resolve(temporary), target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(held.path().resolve(temporary));
      }
      try (FileChannel opened = FileChannel.open(held.path())) {
        opened.force(true);
      }
      if (!isAsIn(header, file)) {
        throw new IOException(file + " was changed again while it was put back");
      }
      return Outcome.RESTORED;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no copy of " + file + ", or its directory is gone", e);
    }
  }

  /**
   * Writes the file under a name in the held directory. Held itself, for whoever may write in the
   * directory could exchange it for another file before it gets its owner.
   */
  private void write(FileChannel copy, Header header, Path create, Path hold) throws IOException {
    FileChannel.open(
            create,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        .close();
    try (PathHolder.Held held = holder.hold(hold)) {
      FileState fresh = stat.of(held).state();
      Object links = Files.getAttribute(held.path(), "unix:nlink", held.options());
      if (!fresh.isRegular() || fresh.size() > 0 || !links.equals(1)) {
        throw new IOException(hold + " was exchanged while it was made");
      }
      Set<OpenOption> options =
          Stream.concat(Stream.of(StandardOpenOption.WRITE), Stream.of(held.options()))
              .collect(Collectors.toSet());
      try (FileChannel out = FileChannel.open(held.path(), options)) {
        fill(copy, header, out);
        // The owner first: changing it takes the set-user-id bit away.
        Files.setAttribute(held.path(), "unix:uid", header.uid(), held.options());
        Files.setAttribute(held.path(), "unix:gid", header.gid(), held.options());
        Files.setAttribute(held.path(), "unix:mode", header.mode() & 07777, held.options());
        out.force(true);
      }
    }
  }

  private static void fill(FileChannel copy, Header header, FileChannel out) throws IOException {
    Digests.Sums sums = new Digests.Sums();
    ByteBuffer buffer = ByteBuffer.allocate(Look.SLICE_BYTES);
    copy.position(header.length());
    while (copy.read(buffer) >= 0) {
      buffer.flip();
      sums.add(buffer);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      buffer.clear();
    }
    if (!sums.end().sha256().equals(header.sha256())) {
      throw new IOException("the copy is damaged: its hash is another");
    }
  }

  private boolean isAsIn(Header header, Path file) {
    try {
      FileState now = state(file, List.of());
      return now.digests().sha256().equals(header.sha256())
          && now.mode() == header.mode()
          && now.uid() == header.uid()
          && now.gid() == header.gid();
    } catch (IOException e) {
      return false; // Gone, or something else: put back.
    }
  }
}
