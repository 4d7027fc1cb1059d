package io.threatlockdown.core.decode;

/**
 * What bytes a header must have at which places. Headers are told by their punctuation alone, as
 * the original does; most letters and digits are not looked at.
 *
 * @param lengthMin the shortest line it is looked for in
 * @param template one char a byte: a {@code #} needs a digit, a {@code ?} takes anything, any other
 *     char itself
 */
record Shape(int lengthMin, String template) {
  boolean fits(String line) {
    if (line.length() < lengthMin) {
      return false;
    }
    // From the back: that is where the formats differ.
    for (int i = template.length() - 1; i >= 0; i--) {
      char wanted = template.charAt(i);
      if (wanted != '?' && !fits(wanted, line.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(char wanted, char found) {
    return wanted == '#' ? found >= '0' && found <= '9' : found == wanted;
  }
}
