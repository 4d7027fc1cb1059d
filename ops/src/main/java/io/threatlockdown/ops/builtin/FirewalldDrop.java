package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A rich rule of firewalld's running configuration, by {@code firewall-cmd}. */
final class FirewalldDrop implements Response {
  private static final String PROGRAM = "firewall-cmd";
  private static final int YES = 0;
  private static final int NO = 1;
  private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,16}");

  private final List<Path> programs;
  private final Duration timeLimit;
  private final Remembered ours;

  /**
   * @param programs directories to find firewall-cmd in
   */
  FirewalldDrop(Path data, List<Path> programs, Duration timeLimit) {
    this.programs = programs;
    this.timeLimit = timeLimit;
    this.ours = new Remembered(data.resolve("firewalld-drop"));
  }

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException, IOException {
    SystemProgram firewallCmd = program();
    String name = Orders.address(order).toString();
    boolean isThere = ask(firewallCmd, order);
    if (isThere) {
      return ours.of(name).isPresent()
          ? Optional.empty()
          : Optional.of("the rule was there before, and will stay");
    }
    ours.remember(name, "added\n");
    firewallCmd.runOk(words(order, "--add-rich-rule="));
    if (!ask(firewallCmd, order)) {
      throw new ActionException("firewalld does not have the rule when asked for it");
    }
    return Optional.empty();
  }

  @Override
  public void delete(BlockOrder order) throws ActionException, IOException {
    String name = Orders.address(order).toString();
    if (ours.of(name).isEmpty()) {
      return;
    }
    SystemProgram firewallCmd = program();
    if (ask(firewallCmd, order)) {
      firewallCmd.runOk(words(order, "--remove-rich-rule="));
      if (ask(firewallCmd, order)) {
        throw new ActionException("firewalld still has the rule when asked for it");
      }
    }
    ours.forget(name);
  }

  private SystemProgram program() throws ActionException {
    return SystemProgram.find(PROGRAM, programs, timeLimit);
  }

  /** Returns whether the rule is there. */
  private static boolean ask(SystemProgram firewallCmd, BlockOrder order) throws ActionException {
    SystemProgram.Ended answer = firewallCmd.run(words(order, "--query-rich-rule="));
    if (answer.status() != YES && answer.status() != NO) {
      throw new ActionException(
          PROGRAM + " failed with status " + answer.status() + ": " + answer.text());
    }
    return answer.status() == YES;
  }

  private static List<String> words(BlockOrder order, String verb) throws ActionException {
    SourceAddress address = Orders.address(order);
    List<String> words = new ArrayList<>();
    Optional<String> zone = Orders.option(order, "zone");
    if (zone.isPresent()) {
      if (!ZONE.matcher(zone.get()).matches()) {
        throw new ActionException("this is no zone of firewalld: " + zone.get());
      }
      words.add("--zone=" + zone.get());
    }
    String family = address.ipv4() ? "ipv4" : "ipv6";
    words.add(verb + "rule family=\"" + family + "\" source address=\"" + address + "\" drop");
    return words;
  }
}
