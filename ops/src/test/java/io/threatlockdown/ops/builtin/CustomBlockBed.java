package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A directory /ipblock. */
final class CustomBlockBed implements Bed {
  private static final List<String> ADDRESSES = List.of("192.0.2.66", "2001:db8::1");

  private final Path directory;
  private final Path blocked;

  CustomBlockBed(Path directory) throws IOException {
    this.directory = directory;
    this.blocked = Files.createDirectories(directory.resolve("root/ipblock"));
    Files.createFile(blocked.resolve("192.0.2.6"));
  }

  @Override
  public BuiltIns open() {
    return new BuiltIns(Beds.needs(directory));
  }

  @Override
  public BlockOrder order(int which) {
    return BuiltInOrders.of("ip-customblock", ADDRESSES.get(which));
  }

  @Override
  public boolean inForce(BlockOrder order) {
    return Files.exists(blocked.resolve(order.key().keys().get(0)));
  }

  @Override
  public String world() throws IOException {
    try (Stream<Path> files = Files.list(blocked)) {
      return files.sorted().toList().toString();
    }
  }

  @Override
  public void tamper() throws IOException {
    for (String address : ADDRESSES) {
      Files.deleteIfExists(blocked.resolve(address));
    }
  }

  @Override
  public void byHand(BlockOrder order) throws IOException {
    Files.createFile(blocked.resolve(order.key().keys().get(0)));
  }

  @Override
  public void close() {}
}
