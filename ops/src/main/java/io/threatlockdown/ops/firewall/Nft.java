package io.threatlockdown.ops.firewall;

import java.time.Duration;

/** Something that carries out commands of the nft language. Used by one thread only. */
interface Nft extends AutoCloseable {

  /**
   * Carries out the commands, one a line, as one transaction: all or none. Never throws for what
   * the kernel says.
   */
  Answer run(String script);

  /** How often a look at the table is cheap enough. */
  Duration checkEvery();

  @Override
  void close();

  /** What became of a script. */
  enum Outcome {
    DONE,
    /** A table, chain, set or element that it names is not there. */
    MISSING,
    /** Something that it creates is there already. */
    EXISTS,
    FAILED
  }

  /**
   * The kernel's answer.
   *
   * @param text the first lines of what nft wrote
   */
  record Answer(Outcome outcome, String text) {
    private static final int TEXT_MAX = 400;

    /** Done, without words. */
    static final Answer DONE = new Answer(Outcome.DONE, "");

    public Answer {
      text = text.strip().replace('\n', ' ');
      text = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "..." : text;
    }

    /** Returns the answer of a failed script; the two texts are strerror's for the two causes. */
    static Answer failed(String text, String missing, String exists) {
      Outcome outcome =
          text.contains(missing)
              ? Outcome.MISSING
              : text.contains(exists) ? Outcome.EXISTS : Outcome.FAILED;
      return new Answer(outcome, text.isBlank() ? "nft failed without a word" : text);
    }

    boolean isDone() {
      return outcome == Outcome.DONE;
    }
  }
}
