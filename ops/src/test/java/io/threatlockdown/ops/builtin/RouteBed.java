package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.firewall.VethPair;
import java.nio.file.Path;
import java.util.List;

/** Routes of a network namespace. */
final class RouteBed implements Bed {
  private final Path directory;
  private final List<String> addresses;
  private final VethPair cable;

  RouteBed(Path directory, String... addresses) {
    RealKernel.require();
    this.directory = directory;
    this.addresses = List.of(addresses);
    this.cable = new VethPair("tldrt" + ProcessHandle.current().pid());
    cable.victimIp("route", "add", "default", "via", "10.77.0.2");
    cable.victimIp("-6", "route", "add", "default", "via", "fd77::2");
    cable.victimIp("route", "add", "blackhole", "192.0.2.6");
  }

  @Override
  public BuiltIns open() {
    return new BuiltIns(
        Beds.needs(directory),
        new BuiltIns.Surroundings(cable::enter, List.of(), SystemProgram.TIME_LIMIT));
  }

  @Override
  public BlockOrder order(int which) {
    return BuiltInOrders.of("route-null", addresses.get(which));
  }

  @Override
  public boolean inForce(BlockOrder order) {
    return world().contains("blackhole " + order.key().keys().get(0) + " ");
  }

  @Override
  public String world() {
    // A cable takes a moment to come up.
    String ipv4 = Command.run(cable.inVictim("ip", "route", "show", "table", "main"));
    return ipv4.replace(" linkdown", "")
        + Command.run(cable.inVictim("ip", "-6", "route", "show", "table", "254"));
  }

  @Override
  public void tamper() {
    world()
        .lines()
        .filter(line -> line.contains("proto " + RouteNull.PROTOCOL))
        .map(line -> line.split(" ", -1)[1])
        .forEach(address -> cable.victimIp("route", "del", "blackhole", address));
  }

  @Override
  public void byHand(BlockOrder order) {
    cable.victimIp("route", "add", "blackhole", order.key().keys().get(0));
  }

  @Override
  public void close() {
    cable.close();
  }
}
