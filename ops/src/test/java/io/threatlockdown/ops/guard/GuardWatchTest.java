package io.threatlockdown.ops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.firewall.VethPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes routes and addresses of a real network namespace, and waits to hear of it. */
class GuardWatchTest {
  @TempDir private static Path root;
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
  private final VethPair cable = cable();
  private final GuardWatch guard = GuardWatch.start(root, List.of(), cable::enter);

  GuardWatchTest() {
    guard.onChanged(() -> changes.add("changed"));
  }

  @AfterEach
  void cleanUp() {
    guard.close();
    cable.close();
  }

  @Test
  void start_inANamespace_holdsItsAddressesAndNoOthers() {
    assertThat(forbids("10.77.0.1")).contains("guard: own address 10.77.0.1");
    assertThat(forbids("fd77::1")).contains("guard: own address fd77::1");
    assertThat(forbids("10.77.0.2")).isEmpty();
  }

  @Test
  void route_added_isGuardedAndFreeAgainWhenGone() {
    cable.victimIp("route", "add", "default", "via", "10.77.0.254");
    awaitGuarded("10.77.0.254", "guard: default gateway 10.77.0.254");

    cable.victimIp("route", "replace", "default", "via", "10.77.0.253");
    awaitGuarded("10.77.0.253", "guard: default gateway 10.77.0.253");
    awaitFree("10.77.0.254");

    cable.victimIp("-6", "route", "add", "default", "via", "fd77::fe", "dev", "v0");
    awaitGuarded("fd77::fe", "guard: default gateway fd77::fe");
  }

  @Test
  void routes_withSeveralHopsOrInOtherTables_areAllGuarded() {
    cable.victimIp(
        "route",
        "add",
        "default",
        "nexthop",
        "via",
        "10.77.0.201",
        "nexthop",
        "via",
        "10.77.0.202");
    cable.victimIp("route", "add", "default", "via", "10.77.0.203", "table", "77");
    cable.victimIp("route", "add", "0.0.0.0/1", "via", "10.77.0.204");
    cable.victimIp("route", "add", "default", "via", "inet6", "fd77::fd", "metric", "9");

    List.of("10.77.0.201", "10.77.0.202", "10.77.0.203", "10.77.0.204", "fd77::fd")
        .forEach(gateway -> awaitGuarded(gateway, "guard: default gateway " + gateway));
  }

  @Test
  void address_added_isGuarded() {
    cable.victimIp("addr", "add", "10.78.0.1/24", "dev", "v0");

    awaitGuarded("10.78.0.1", "guard: own address 10.78.0.1");
  }

  private void awaitGuarded(String address, String words) {
    await(() -> forbids(address).filter(words::equals).isPresent(), words);
  }

  private void awaitFree(String address) {
    await(() -> forbids(address).isEmpty(), address + " is free");
  }

  private void await(BooleanSupplier holds, String what) {
    try {
      while (!holds.getAsBoolean()) {
        assertThat(changes.poll(30, TimeUnit.SECONDS)).as(what + ": " + guard.get()).isNotNull();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(what, interrupted);
    }
  }

  private Optional<String> forbids(String address) {
    return guard.get().forbids(AddressPrefix.parse(address).orElseThrow());
  }

  private static VethPair cable() {
    RealKernel.require();
    return new VethPair("tldgw" + ProcessHandle.current().pid());
  }
}
