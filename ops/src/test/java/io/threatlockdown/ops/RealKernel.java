package io.threatlockdown.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.ops.demo.Testbed;

/** What tests need that make network namespaces and drop real packets. */
public final class RealKernel {
  private RealKernel() {}

  /** Skips the test without root; as root nothing may be missing, so that no run tests less. */
  public static void require() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root, to make network namespaces");
    assertThat(Testbed.obstacle()).as("ops/bin/verify installs it").isEmpty();
  }
}
