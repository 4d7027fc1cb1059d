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
    for (int i = 0; i < template.length(); i++) {
      char wanted = template.charAt(i);
      char found = line.charAt(i);
      boolean fits =
          switch (wanted) {
            case '?' -> true;
            case '#' -> found >= '0' && found <= '9';
            default -> found == wanted;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
