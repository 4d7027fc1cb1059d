package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.ops.netlink.Attributes;
import io.threatlockdown.ops.netlink.NetlinkMessage;
import io.threatlockdown.ops.netlink.NetlinkRequest;
import java.util.List;
import java.util.Optional;

/** The messages of nf_tables that are used, with the numbers of linux/netfilter/nf_tables.h. */
final class NftMessages {
  /** NFNLGRP_NFTABLES: who listens is told of every change. */
  static final int CHANGES = 7;

  static final int NEW_TABLE = 0;
  static final int NEW_ELEMENT = 12;
  static final int DELETE_ELEMENT = 14;
  static final int NEW_GENERATION = 15;

  private static final int SUBSYSTEM = 10;
  private static final int GET_SET = 10;
  private static final int GET_ELEMENT = 13;
  private static final int HEADER_BYTES = 4;
  private static final byte INET = 1;
  private static final byte[] HEADER = {INET, 0, 0, 0};

  private static final int TABLE = 1;
  private static final int SET = 2;
  private static final int ELEMENTS = 3;
  private static final int ELEMENT = 1;
  private static final int KEY = 1;
  private static final int EXPRESSION = 7;
  private static final int EXPRESSIONS = 11;
  private static final int VALUE = 1;
  private static final int EXPRESSION_NAME = 1;
  private static final int EXPRESSION_DATA = 2;
  private static final int COUNTER_BYTES = 1;
  private static final int COUNTER_PACKETS = 2;
  private static final int PROCESS_ID = 2;
  private static final int PROCESS_NAME = 3;

  private NftMessages() {}

  /** An element as the kernel holds it. */
  record Element(AddressPrefix target, Dropped dropped) {}

  /** Returns the kind of a message; empty if it is not of nf_tables. */
  static Optional<Integer> kind(NetlinkMessage message) {
    return message.type() >> 8 == SUBSYSTEM ? Optional.of(message.type() & 0xff) : Optional.empty();
  }

  /** Whether it is about a table of that name of the family inet, or something in it. */
  static boolean isAbout(NetlinkMessage message, String table) {
    return message.payload().limit() >= HEADER_BYTES
        && message.payload().get(0) == INET
        && attributes(message).find(TABLE).filter(name -> name.text().equals(table)).isPresent();
  }

  /** Returns the question whether there is such a set. */
  static NetlinkRequest getSet(String table, String set) {
    return request(GET_SET, table, set);
  }

  /** Returns the question for the element of that key. */
  static NetlinkRequest getElement(String table, String set, byte[] key) {
    return ofKeys(table, set, List.of(key));
  }

  /** Returns the question for the elements of these keys. */
  static NetlinkRequest getElements(String table, String set, List<AddressPrefix> targets) {
    return ofKeys(table, set, targets.stream().map(target -> target.base().bytes()).toList());
  }

  private static NetlinkRequest ofKeys(String table, String set, List<byte[]> keys) {
    NetlinkRequest request = request(GET_ELEMENT, table, set);
    int list = request.begin(ELEMENTS);
    for (byte[] each : keys) {
      int element = request.begin(ELEMENT);
      int key = request.begin(KEY);
      request.attribute(VALUE, each).end(key);
      request.end(element);
    }
    request.end(list);
    return request;
  }

  /** Returns the elements in a message about some; empty if its set is none of ours. */
  static Optional<List<Element>> elements(NetlinkMessage message) {
    Attributes attributes = attributes(message);
    return attributes
        .find(SET)
        .flatMap(name -> DropSet.named(name.text()))
        .map(
            set ->
                attributes.nested(ELEMENTS).all().stream()
                    .flatMap(each -> element(set, each.nested()).stream())
                    .toList());
  }

  /** Returns who made the changes that a message of a new generation ends, in words. */
  static String culprit(NetlinkMessage message) {
    Attributes attributes = attributes(message);
    String name = attributes.find(PROCESS_NAME).map(Attributes.Attribute::text).orElse("somebody");
    return attributes
        .find(PROCESS_ID)
        .filter(id -> id.value().limit() == Integer.BYTES)
        .map(id -> name + " (process " + id.value().getInt(0) + ")")
        .orElse(name);
  }

  private static NetlinkRequest request(int kind, String table, String set) {
    return new NetlinkRequest(SUBSYSTEM << 8 | kind, NetlinkRequest.ACKNOWLEDGE, HEADER)
        .attribute(TABLE, table)
        .attribute(SET, set);
  }

  private static Attributes attributes(NetlinkMessage message) {
    return message.attributesAfter(HEADER_BYTES);
  }

  private static Optional<Element> element(DropSet set, Attributes element) {
    return element
        .nested(KEY)
        .find(VALUE)
        .map(Attributes.Attribute::bytes)
        .filter(bytes -> bytes.length == (set.ipv4() ? 4 : 16))
        .map(SourceAddress::ofBytes)
        .filter(base -> base.ipv4() == set.ipv4())
        .map(base -> new Element(new AddressPrefix(base, set.length()), dropped(element)));
  }

  /** A set with one expression tells it alone, others as a list. */
  private static Dropped dropped(Attributes element) {
    List<Attributes.Attribute> expressions =
        element.find(EXPRESSION).map(List::of).orElseGet(() -> element.nested(EXPRESSIONS).all());
    for (Attributes.Attribute expression : expressions) {
      Attributes parts = expression.nested();
      if (parts.find(EXPRESSION_NAME).filter(name -> name.text().equals("counter")).isPresent()) {
        Attributes counter = parts.nested(EXPRESSION_DATA);
        return new Dropped(number(counter, COUNTER_PACKETS), number(counter, COUNTER_BYTES));
      }
    }
    return Dropped.NOTHING;
  }

  private static long number(Attributes from, int type) {
    return from.find(type)
        .filter(each -> each.value().limit() == Long.BYTES)
        .map(each -> each.value().getLong(0))
        .orElse(0L);
  }
}
