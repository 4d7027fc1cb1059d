package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.response.BuiltIn;
import java.util.ArrayList;
import java.util.List;

/**
 * What a response does, in words that are right for its kind: an address is blocked or throttled,
 * an account is locked.
 *
 * @param subject to whom or what, such as {@code account alice}
 * @param done what is done, to stand behind "is", "would be" and "should be"
 * @param noun the response as a thing, to stand before its id
 */
record Deed(String subject, String done, String noun) {

  /**
   * Returns what the block does.
   *
   * @param block as the API shows it
   * @param address whose story is told
   */
  static Deed of(JsonNode block, String address) {
    JsonNode program = block.path("program");
    if (!program.isTextual()) {
      return new Deed(address, "blocked", "block");
    }
    boolean ofUser = block.path("means").asText().endsWith("program");
    if (BuiltIn.isDrop(program.asText()) && !ofUser) { // One that is only observed.
      return new Deed(address, "blocked", "block");
    }
    return BuiltIn.of(program.asText())
        .filter(known -> !ofUser)
        .map(known -> of(known, block, address))
        .orElseGet(() -> ofProgram(program.asText(), block, address));
  }

  private static Deed of(BuiltIn builtIn, JsonNode block, String address) {
    String key = String.join(" ", texts(block.path("keys")));
    return switch (builtIn) {
      case THROTTLE -> new Deed(address, "throttled", "throttle");
      case DROP_PORT -> new Deed(address, "kept from " + ports(block), "closed port");
      case HOST_DENY -> new Deed(address, "denied by hosts.deny", "entry of hosts.deny");
      case ROUTE_NULL -> new Deed(address, "cut off by a null route", "null route");
      case FIREWALLD_DROP -> new Deed(address, "dropped by firewalld", "rule of firewalld");
      case IP_CUSTOMBLOCK -> new Deed(address, "listed in /ipblock", "entry of /ipblock");
      case DISABLE_ACCOUNT ->
          new Deed(
              "account " + key, "locked because of " + address, "lock of account " + key + ",");
      case RESTART -> new Deed("the service", "restarted because of " + address, "restart");
      case RESTORE_FILE -> new Deed(key, "put back because of " + address, "restored file");
    };
  }

  private static Deed ofProgram(String program, JsonNode block, String address) {
    boolean running = block.path("keys").isEmpty();
    return new Deed(
        "program " + program,
        (running ? "running for " : "in effect for ") + address,
        "run of program " + program + ",");
  }

  private static String ports(JsonNode block) {
    List<String> ports = texts(block.path("extraArgs"));
    if (ports.isEmpty()) {
      return "the attacked port";
    }
    String list = String.join(", ", ports);
    return (list.contains(",") ? "ports " : "port ") + list;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Returns the first half of the sentence, up to how long it lasts. */
  String now(String state) {
    String failed =
        noun.equals("block") ? "but the firewall does not hold it now," : "but that did not work,";
    return switch (state) {
      case "observed" -> subject + " would be " + done + ", but the service only observes,";
      case "failed", "drifted" -> subject + " should be " + done + ", " + failed;
      default -> subject + " is " + done;
    };
  }
}
