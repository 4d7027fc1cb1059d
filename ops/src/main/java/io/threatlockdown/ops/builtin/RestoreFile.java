package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The protected copy of a file, put back by whoever keeps it. Nothing is undone. */
final class RestoreFile implements Response {
  private final Optional<FileRestore> files;

  RestoreFile(Optional<FileRestore> files) {
    this.files = files;
  }

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException, IOException {
    if (files.isEmpty()) {
      throw new ActionException("no protected copies of files are kept here");
    }
    String key = Orders.onlyKey(order);
    try {
      return Optional.of(files.get().restore(Path.of(key)));
    } catch (InvalidPathException noPath) {
      throw new ActionException("this is no path of a file: " + key, noPath);
    }
  }

  @Override
  public void delete(BlockOrder order) {}

  @Override
  public boolean lasting() {
    return false;
  }
}
