package io.threatlockdown.ops.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * How a service is started in a child process.
 *
 * @param mainClass its main class, on the class path of this process
 * @param jvmOptions options for its Java, such as {@code -Dkey=value}
 * @param ossecConf its ossec.conf
 * @param data its data directory; made if missing
 * @param port of its HTTP API on the loopback of its namespace
 * @param arguments of its command line, behind the others
 */
public record Launch(
    String mainClass,
    List<String> jvmOptions,
    Path ossecConf,
    Path data,
    int port,
    List<String> arguments) {
  /** The service itself. A text, because the package of that class stands above this one. */
  public static final String SERVICE = "io.threatlockdown.ops.Main";

  /** The default port of the API. */
  public static final int PORT = 8514;

  public Launch {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  /** Returns the service with its usual options. */
  public static Launch service(Path ossecConf, Path data) {
    return new Launch(SERVICE, List.of(), ossecConf, data, PORT, List.of());
  }

  /** Returns the same with more arguments. */
  public Launch with(String... more) {
    return new Launch(mainClass, jvmOptions, ossecConf, data, port, List.of(more));
  }

  /** Returns the text of an ossec.conf that drops who tries a user that does not exist. */
  public static String ossecConf(Path log, long timeoutSeconds) {
    return """
    <ossec_config>
      <localfile>
        <log_format>syslog</log_format>
        <location>%s</location>
      </localfile>
      <command>
        <name>firewall-drop</name>
        <executable>firewall-drop</executable>
        <timeout_allowed>yes</timeout_allowed>
      </command>
      <active-response>
        <command>firewall-drop</command>
        <location>local</location>
        <rules_id>5710</rules_id>
        <timeout>%d</timeout>
      </active-response>
    </ossec_config>
    """
        .formatted(log, timeoutSeconds);
  }
}
