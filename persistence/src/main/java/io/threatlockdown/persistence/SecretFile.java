package io.threatlockdown.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A file whose first line is a secret, such as a password, and which is for its owner alone. */
public final class SecretFile {
  private static final int BYTES_MAX = 4096;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private SecretFile() {}

  /**
   * Returns the secret. Its group may read the file, nobody else.
   *
   * @throws IOException if it cannot be used; the message names the file and never what is in it
   */
  public static String firstLine(Path file) throws IOException {
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
      others.retainAll(Files.getPosixFilePermissions(file));
      if (!others.isEmpty()) {
        throw new Unusable(
            file + " may be read by everybody or changed by others: run chmod 600 on it");
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new Unusable(file + " is longer than " + BYTES_MAX + " bytes");
      }
      String secret = Files.readString(file).lines().findFirst().orElse("");
      if (secret.isEmpty()) {
        throw new Unusable(file + " has nothing in its first line");
      }
      return secret;
    } catch (Unusable said) {
      throw said;
    } catch (NoSuchFileException none) {
      throw new IOException("there is no " + file, none);
    } catch (IOException failure) {
      throw new IOException(
          file + " cannot be read: " + failure.getClass().getSimpleName(), failure);
    }
  }

  private static final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }
}
