package io.threatlockdown.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Reads the database's password, the first line of a file, whenever the server asks for it, so that
 * it is in no configuration and can be changed while the service runs. Made by the driver.
 */
public final class PasswordFile implements AuthenticationPlugin {
  /** The driver's property that names the file. */
  static final String PROPERTY = "passwordFile";

  private static final int BYTES_MAX = 4096;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final Path file;

  /** Called by the driver with the options of the connection. */
  public PasswordFile(Properties options) {
    file = Path.of(options.getProperty(PROPERTY, ""));
  }

  /** Returns the password; a failure names the file and never what is in it. */
  @Override
  public char @Nullable [] getPassword(AuthenticationRequestType type) throws PSQLException {
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
      others.retainAll(Files.getPosixFilePermissions(file));
      if (!others.isEmpty()) {
        throw refused("may be read by everybody or changed by others: run chmod 600 on it", null);
      }
      if (Files.size(file) > BYTES_MAX) {
        throw refused("is longer than " + BYTES_MAX + " bytes", null);
      }
      String password = Files.readString(file).lines().findFirst().orElse("");
      if (password.isEmpty()) {
        throw refused("has no password in its first line", null);
      }
      return password.toCharArray();
    } catch (IOException failure) {
      throw refused("cannot be read: " + failure.getClass().getSimpleName(), failure);
    }
  }

  private PSQLException refused(String why, @Nullable Throwable cause) {
    return new PSQLException(
        "the password file " + file + " " + why, PSQLState.INVALID_PASSWORD, cause);
  }
}
