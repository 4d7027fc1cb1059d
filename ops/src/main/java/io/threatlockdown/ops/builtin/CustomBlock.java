package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Empty files named like addresses in /ipblock, for programs of the user that look there. */
final class CustomBlock implements Response {
  private final Path directory;
  private final Remembered ours;

  CustomBlock(Path root, Path data) {
    this.directory = root.resolve("ipblock");
    this.ours = new Remembered(data.resolve("ip-customblock"));
  }

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException, IOException {
    String name = Orders.address(order).toString();
    Path file = file(name);
    boolean isOurs = ours.of(name).isPresent();
    if (!isOurs && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(file + " was there before, and will stay");
    }
    if (!isOurs) {
      ours.remember(name, "created\n");
    }
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory);
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(file);
    }
    return Optional.empty();
  }

  @Override
  public void delete(BlockOrder order) throws ActionException, IOException {
    String name = Orders.address(order).toString();
    if (ours.of(name).isPresent()) {
      Files.deleteIfExists(file(name));
      ours.forget(name);
    }
  }

  private Path file(String name) throws ActionException {
    if (Files.isSymbolicLink(directory)) {
      throw new ActionException(directory + " is a link, and not followed");
    }
    return directory.resolve(name);
  }
}
