package io.threatlockdown.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
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

  private final Path file;

  /** Called by the driver with the options of the connection. */
  public PasswordFile(Properties options) {
    file = Path.of(options.getProperty(PROPERTY, ""));
  }

  /** Returns the password; a failure names the file and never what is in it. */
  @Override
  public char @Nullable [] getPassword(AuthenticationRequestType type) throws PSQLException {
    try {
      return SecretFile.firstLine(file).toCharArray();
    } catch (IOException unusable) {
      throw new PSQLException(
          "the password file " + unusable.getMessage(), PSQLState.INVALID_PASSWORD, unusable);
    }
  }
}
