package io.threatlockdown.core.response;

/** What a response is about, which also tells two of its blocks apart. */
public enum Subject {
  /** The source address of the alert. */
  ADDRESS,
  /** The account that the alert names as {@code dstuser}. */
  ACCOUNT,
  /** The file that a file-integrity alert is about. */
  FILE,
  /** This host as a whole. */
  HOST,
  /** Whatever the program says when it has read the alert. */
  TOLD
}
