package io.threatlockdown.core.event;

import java.util.Optional;

/**
 * The host whose log a line comes from. Rules count per reporting host.
 *
 * @param id the agent id: three or more digits; {@code 000} is the host this engine runs on
 * @param name its name, as {@code agent.name} in alerts
 * @param ip its address, if known
 */
public record ReportingHost(String id, String name, Optional<String> ip) {
  /** The id of the host this engine runs on (Wazuh's manager id). */
  public static final String LOCAL_ID = "000";

  /** Returns the host this engine runs on. */
  public static ReportingHost local(String name) {
    return new ReportingHost(LOCAL_ID, name, Optional.empty());
  }

  /** Whether this is the host the engine runs on. */
  public boolean isLocal() {
    return id.equals(LOCAL_ID);
  }
}
