package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.util.List;
import java.util.Optional;

/** What built-in responses read in an order. */
final class Orders {
  private Orders() {}

  /** Returns the one address that the order is about. */
  static SourceAddress address(BlockOrder order) throws ActionException {
    String key = onlyKey(order);
    return SourceAddress.parse(key)
        .orElseThrow(() -> new ActionException("this is no single address: " + key));
  }

  /** Returns the account or file that the order is about. */
  static String onlyKey(BlockOrder order) throws ActionException {
    List<String> keys = order.key().keys();
    if (keys.size() != 1) {
      throw new ActionException("the order is about " + keys.size() + " things instead of one");
    }
    return keys.get(0);
  }

  /** Returns the words of {@code <extra_args>}. */
  static List<String> extraArgs(BlockOrder order) {
    return order.action().map(Action::extraArgs).orElse(List.of()).stream()
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Returns the value of the one option {@code NAME=value}, where others are not understood. */
  static Optional<String> option(BlockOrder order, String name) throws ActionException {
    Optional<String> value = Optional.empty();
    for (String word : extraArgs(order)) {
      if (!word.startsWith(name + "=")) {
        throw new ActionException("extra_args has " + word + "; understood is " + name + "=...");
      }
      value = Optional.of(word.substring(name.length() + 1));
    }
    return value;
  }
}
