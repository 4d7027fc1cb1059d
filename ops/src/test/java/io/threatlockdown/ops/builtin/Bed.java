package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;

/** The part of the world that one response changes, made for a test. */
interface Bed extends AutoCloseable {
  /** Returns a new instance of what is under test, as after a start. */
  BuiltIns open() throws IOException;

  /** Returns an order of the response; the second is about something else. */
  BlockOrder order(int which);

  /** Whether the response to the order is in force, by looking at the world. */
  boolean inForce(BlockOrder order) throws IOException;

  /** Returns all of the world that the response could change, as text. */
  String world() throws IOException;

  /** Undoes or breaks everything that is in force, as others might. */
  void tamper() throws IOException;

  /** Does by hand what the response to the order would. */
  void byHand(BlockOrder order) throws IOException;

  @Override
  void close() throws IOException;
}
