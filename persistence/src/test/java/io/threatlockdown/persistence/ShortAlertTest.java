package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.BlockOrder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Shortens alerts. Pure. */
class ShortAlertTest {
  private static final BlockOrder ORDER =
      Samples.order("192.0.2.66", Instant.parse("2026-11-24T12:00:00Z"));

  @Test
  void of_wholeAlert_keepsRuleAndLogLine() {
    String brief =
        ShortAlert.of(withAlert("{\"rule\":{\"level\":5},\"full_log\":\"Invalid user\"}"));

    assertThat(brief).contains("\"level\":5", "\"full_log\":\"Invalid user\"");
  }

  @Test
  void of_longLogLine_isCut() {
    String brief = ShortAlert.of(withAlert("{\"full_log\":\"" + "A".repeat(5_000) + "\"}"));

    assertThat(brief).contains("A".repeat(Bounds.TEXT_MAX)).hasSizeLessThan(2 * Bounds.TEXT_MAX);
  }

  @Test
  void of_shortAlert_isTheSame() {
    String once = ShortAlert.of(withAlert("{\"full_log\":\"Invalid user\",\"location\":\"x\"}"));

    assertThat(ShortAlert.of(withAlert(once))).isEqualTo(once);
  }

  @Test
  void of_evidence_isTheSameAsOfTheWholeAlert() {
    BlockOrder whole =
        withAlert(
            "{\"timestamp\":\"x\",\"rule\":{\"level\":5,\"groups\":[\"sshd\",{\"level\":9}],\"id\":\"1\"},"
                + "\"agent\":{\"id\":\"000\",\"name\":\"web\"},\"data\":{\"full_log\":\"no\"},"
                + "\"full_log\":\"Invalid user \\\"x\\\"\",\"location\":\"/var/log/auth.log\"}");

    String evidence = ShortAlert.evidence(whole);

    assertThat(ShortAlert.of(withAlert(evidence))).isEqualTo(ShortAlert.of(whole));
    assertThat(evidence)
        .isEqualTo(
            "{\"rule\":{\"level\":5},\"agent\":{\"name\":\"web\"},"
                + "\"full_log\":\"Invalid user \\\"x\\\"\",\"location\":\"/var/log/auth.log\"}");
  }

  @Test
  void of_brokenAlert_keepsWhatTheOrderSays() {
    assertThat(ShortAlert.of(withAlert("{broken"))).contains("\"srcip\":\"192.0.2.66\"");
  }

  private static BlockOrder withAlert(String alertJson) {
    return ORDER.withAlert(alertJson);
  }
}
