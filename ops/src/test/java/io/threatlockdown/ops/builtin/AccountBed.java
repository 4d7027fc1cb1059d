package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Accounts below a root directory, changed by the real usermod. */
final class AccountBed implements Bed {
  private static final List<String> NAMES = List.of("mallory", "eve");

  private final Path directory;
  private final AccountFiles files;

  AccountBed(Path directory) throws IOException {
    RealKernel.require();
    this.directory = directory;
    this.files = new AccountFiles(directory.resolve("root"));
    files.add("mallory", 61_231, AccountFiles.HASH, "");
    files.add("eve", 61_232, "*", "20000");
  }

  @Override
  public BuiltIns open() {
    return new BuiltIns(Beds.needs(directory));
  }

  @Override
  public BlockOrder order(int which) {
    return BuiltInOrders.of("disable-account", NAMES.get(which));
  }

  @Override
  public boolean inForce(BlockOrder order) throws IOException {
    String[] shadow = files.shadow(order.key().keys().get(0)).split(":", -1);
    return shadow[1].startsWith("!") && shadow[7].equals("1");
  }

  @Override
  public String world() throws IOException {
    return files.shadow();
  }

  @Override
  public void tamper() {
    files.usermod("-U", "-e", "", "mallory");
  }

  @Override
  public void byHand(BlockOrder order) {
    files.usermod("-L", "-e", "1", order.key().keys().get(0));
  }

  @Override
  public void close() {}
}
