package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A firewall-cmd that keeps rich rules in a file, one a line, as firewalld does in memory. */
final class FirewalldBed implements Bed {
  private static final List<String> ADDRESSES = List.of("192.0.2.66", "2001:db8::1");
  private static final String PROGRAM =
      """
      #!/bin/sh
      # firewall-cmd --{query,add,remove}-rich-rule=RULE; statuses as in its manual.
      rules=$(dirname "$0")/rules
      rule=${1#*=}
      case $1 in
        --query-rich-rule=*) grep -qxF "$rule" "$rules" ;;
        --add-rich-rule=*) printf '%s\\n' "$rule" >>"$rules" ;;
        --remove-rich-rule=*)
          grep -vxF "$rule" "$rules" >"$rules.new"
          mv "$rules.new" "$rules" ;;
        *) echo "usage: $1" && exit 2 ;;
      esac
      """;

  private final Path directory;
  private final Path programs;
  private final Path rules;

  FirewalldBed(Path directory) throws IOException {
    this.directory = directory;
    this.programs = Files.createDirectories(directory.resolve("bin"));
    this.rules = programs.resolve("rules");
    Path program = Files.writeString(programs.resolve("firewall-cmd"), PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(rules, "rule family=\"ipv4\" source address=\"192.0.2.6\" drop\n");
  }

  @Override
  public BuiltIns open() {
    return new BuiltIns(
        Beds.needs(directory),
        new BuiltIns.Surroundings(() -> {}, List.of(programs), SystemProgram.TIME_LIMIT));
  }

  @Override
  public BlockOrder order(int which) {
    return BuiltInOrders.of("firewalld-drop", ADDRESSES.get(which));
  }

  @Override
  public boolean inForce(BlockOrder order) throws IOException {
    return Files.readAllLines(rules).contains(rule(order));
  }

  @Override
  public String world() throws IOException {
    return Files.readString(rules);
  }

  @Override
  public void tamper() throws IOException {
    List<String> kept = new ArrayList<>(Files.readAllLines(rules));
    kept.removeIf(line -> ADDRESSES.stream().anyMatch(line::contains) && !line.contains("2.6\""));
    Files.write(rules, kept);
  }

  @Override
  public void byHand(BlockOrder order) throws IOException {
    Files.writeString(rules, Files.readString(rules) + rule(order) + "\n");
  }

  @Override
  public void close() {}

  private static String rule(BlockOrder order) {
    String address = order.key().keys().get(0);
    String family = address.indexOf(':') < 0 ? "ipv4" : "ipv6";
    return "rule family=\"" + family + "\" source address=\"" + address + "\" drop";
  }
}
