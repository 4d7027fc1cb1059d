package io.threatlockdown.ops.notify;

import java.util.List;

/**
 * What is sent.
 *
 * @param subject one line, safe to show
 * @param lines further ones, safe to show
 * @param json one object, for those who want all that is known
 * @param events how many it stands for
 */
record Message(String subject, List<String> lines, String json, long events) {
  Message {
    lines = List.copyOf(lines);
  }
}
