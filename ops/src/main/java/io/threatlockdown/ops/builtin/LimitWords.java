package io.threatlockdown.ops.builtin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.firewall.SourceLimit;
import io.threatlockdown.ops.firewall.SourceLimit.Protocol;
import io.threatlockdown.ops.firewall.SourceLimit.Rate;
import io.threatlockdown.ops.firewall.SourceLimit.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code <extra_args>} of throttle and drop-port say, and the alert where they say nothing.
 */
final class LimitWords {
  /** What a source may send if nothing is said: enough for one session typed by hand. */
  static final Rate DEFAULT_RATE = new Rate(10, Unit.SECOND);

  /** The most ports of one response. */
  static final int PORTS_MAX = 16;

  private static final Pattern RATE =
      Pattern.compile("(?:(packets|new-connections)=)?(\\d{1,7})/(second|minute|hour)");
  private static final Pattern PORT = Pattern.compile("(?:(tcp|udp|sctp)/)?(\\d{1,5})");
  private static final Pattern PORT_NUMBER = Pattern.compile("\\d{1,5}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private LimitWords() {}

  /** Returns the rates: {@code [packets=]N/second}, {@code new-connections=N/minute}. */
  static List<SourceLimit> rates(BlockOrder order) throws ActionException {
    SourceAddress source = Orders.address(order);
    List<SourceLimit> limits = new ArrayList<>();
    for (String word : Orders.extraArgs(order)) {
      Matcher matcher = RATE.matcher(word);
      int count = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
      if (count < 1 || count > Rate.COUNT_MAX) {
        throw new ActionException(
            "extra_args of throttle is like 10/second or new-connections=3/minute: was " + word);
      }
      Rate rate = new Rate(count, Unit.valueOf(matcher.group(3).toUpperCase(Locale.ROOT)));
      limits.add(
          "new-connections".equals(matcher.group(1))
              ? new SourceLimit.Connections(source, rate)
              : new SourceLimit.Packets(source, rate));
    }
    return limits.isEmpty() ? List.of(new SourceLimit.Packets(source, DEFAULT_RATE)) : limits;
  }

  /** Returns the ports: {@code 22}, {@code tcp/22,udp/53}, else the one that the alert names. */
  static List<SourceLimit> ports(BlockOrder order) throws ActionException {
    SourceAddress source = Orders.address(order);
    List<SourceLimit> limits = new ArrayList<>();
    for (String words : Orders.extraArgs(order)) {
      for (String word : words.split(",", -1)) {
        Matcher matcher = PORT.matcher(word);
        if (!matcher.matches()) {
          throw new ActionException(
              "extra_args of drop-port is like 22 or tcp/22,udp/53: was " + word);
        }
        limits.add(
            port(source, matcher.group(1) == null ? "tcp" : matcher.group(1), matcher.group(2)));
      }
    }
    if (limits.size() > PORTS_MAX) {
      throw new ActionException("drop-port takes at most " + PORTS_MAX + " ports");
    }
    return limits.isEmpty() ? List.of(attackedPort(source, order.alertJson())) : limits;
  }

  private static SourceLimit attackedPort(SourceAddress source, String alert)
      throws ActionException {
    try {
      JsonNode data = JSON.readTree(alert).path("data");
      String port = data.path("dstport").asText("");
      String protocol = data.path("protocol").asText("").toLowerCase(Locale.ROOT);
      if (PORT_NUMBER.matcher(port).matches()) {
        return port(source, protocol.isEmpty() ? "tcp" : protocol, port);
      }
    } catch (JsonProcessingException broken) {
      throw new ActionException("the alert cannot be read: " + broken.getOriginalMessage());
    }
    throw new ActionException("neither extra_args nor the alert's dstport says which port");
  }

  private static SourceLimit port(SourceAddress source, String protocol, String port)
      throws ActionException {
    try {
      return new SourceLimit.Port(
          source, Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)), Integer.parseInt(port));
    } catch (IllegalArgumentException noPort) {
      throw new ActionException("this is no port: " + protocol + "/" + port, noPort);
    }
  }
}
