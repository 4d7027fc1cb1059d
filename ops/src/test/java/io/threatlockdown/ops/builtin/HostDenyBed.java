package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A hosts.deny that others have written to. */
final class HostDenyBed implements Bed {
  private static final String OTHERS =
      "# of the administrator\nsshd: 198.51.100.0/255.255.255.0 \\\n  198.51.101.7\nALL:192.0.2.6";
  private static final List<String> ADDRESSES = List.of("192.0.2.66", "2001:db8::1");

  private final Path directory;
  private final Path file;

  HostDenyBed(Path directory) throws IOException {
    this.directory = directory;
    this.file = directory.resolve("root/etc/hosts.deny");
    Files.createDirectories(directory.resolve("root/etc"));
    Files.writeString(file, OTHERS);
  }

  @Override
  public BuiltIns open() {
    return new BuiltIns(Beds.needs(directory));
  }

  @Override
  public BlockOrder order(int which) {
    return BuiltInOrders.of("host-deny", ADDRESSES.get(which));
  }

  @Override
  public boolean inForce(BlockOrder order) throws IOException {
    return Files.readAllLines(file).contains(line(order));
  }

  @Override
  public String world() throws IOException {
    return Files.readString(file);
  }

  @Override
  public void tamper() throws IOException {
    Files.writeString(file, OTHERS);
  }

  @Override
  public void byHand(BlockOrder order) throws IOException {
    Files.writeString(file, OTHERS + "\n" + line(order) + "\n");
  }

  @Override
  public void close() {}

  private static String line(BlockOrder order) {
    String address = order.key().keys().get(0);
    return address.indexOf(':') < 0 ? "ALL:" + address : "ALL:[" + address + "]";
  }
}
