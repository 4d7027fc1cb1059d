package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines {@code ALL:address} of /etc/hosts.deny, which tcp_wrappers read. Each of ours has a comment
 * of ours before it. They stand on top: at the end they could become part of a line that goes on.
 */
final class HostDeny implements Response {
  private final SafeFile file;

  HostDeny(Path root) {
    this.file = new SafeFile(root.resolve("etc/hosts.deny"));
  }

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException, IOException {
    String entry = entry(Orders.address(order));
    boolean before = lines(file.read().orElse("")).contains(entry + "\n");
    file.edit(
        text ->
            lines(text).contains(entry + "\n") ? text : marker(entry) + "\n" + entry + "\n" + text);
    List<String> now = lines(file.read().orElse(""));
    if (!now.contains(entry + "\n")) {
      throw new ActionException("the line " + entry + " is not in hosts.deny when read back");
    }
    return before && !now.contains(marker(entry) + "\n")
        ? Optional.of("the line was there before, and will stay")
        : Optional.empty();
  }

  @Override
  public void delete(BlockOrder order) throws ActionException, IOException {
    String entry = entry(Orders.address(order));
    if (file.read().isEmpty()) {
      return;
    }
    file.edit(text -> without(text, entry));
    if (lines(file.read().orElse("")).contains(marker(entry) + "\n")) {
      throw new ActionException("the line " + entry + " is still in hosts.deny when read back");
    }
  }

  /** Returns the text without our comment, and without the line behind it if that is ours. */
  private static String without(String text, String entry) {
    List<String> kept = new ArrayList<>();
    boolean behindMarker = false;
    for (String line : lines(text)) {
      boolean isMarker = line.equals(marker(entry) + "\n");
      boolean isOurs = behindMarker && line.equals(entry + "\n");
      if (!isMarker && !isOurs) {
        kept.add(line);
      }
      behindMarker = isMarker;
    }
    return String.join("", kept);
  }

  /** Returns the lines with their ends. */
  private static List<String> lines(String text) {
    return List.of(text.split("(?<=\n)", -1));
  }

  private static String marker(String entry) {
    return "# threatlockdown added the next line, and removes it: " + entry;
  }

  private static String entry(SourceAddress address) {
    return address.ipv4() ? "ALL:" + address : "ALL:[" + address + "]";
  }
}
