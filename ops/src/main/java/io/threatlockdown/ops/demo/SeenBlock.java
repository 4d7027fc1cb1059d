package io.threatlockdown.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * A block as the service's API shows it.
 *
 * @param source the address or prefix
 * @param latencyMs from line seen to dropped by the service's own clock; empty until then
 */
public record SeenBlock(
    String id,
    String source,
    String state,
    int ruleId,
    String reason,
    String response,
    Instant blockedAt,
    Optional<Instant> expiresAt,
    Optional<Double> latencyMs) {

  /** Whether the address is blocked by it. */
  public boolean holds(String address) {
    return AddressPrefix.parse(source)
        .flatMap(prefix -> SourceAddress.parse(address).map(prefix::contains))
        .orElse(false);
  }

  static SeenBlock of(JsonNode json) {
    return new SeenBlock(
        json.path("id").asText(),
        json.path("source").asText(),
        json.path("state").asText(),
        json.path("ruleId").asInt(),
        json.path("reason").asText(),
        json.path("response").asText(),
        Instant.parse(json.path("blockedAt").asText()),
        json.path("expiresAt").isTextual()
            ? Optional.of(Instant.parse(json.path("expiresAt").asText()))
            : Optional.empty(),
        json.path("latencyMs").isNumber()
            ? Optional.of(json.path("latencyMs").asDouble())
            : Optional.empty());
  }
}
