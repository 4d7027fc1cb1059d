package io.threatlockdown.core.source.integrity;

import java.util.Optional;

/**
 * A path being looked at.
 *
 * @param copying the copies that this look, a second one, fills
 */
record Visit(String path, Look look, Optional<Copying> copying) implements AutoCloseable {
  @Override
  public void close() {
    look.close();
    copying.ifPresent(Copying::close);
  }
}
