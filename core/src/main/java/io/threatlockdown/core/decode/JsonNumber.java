package io.threatlockdown.core.decode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as Wazuh writes them, which is as C's {@code printf} does (spec ruleset §3.5). */
final class JsonNumber {
  /** Numbers of so many digits are themselves, unless a zero leads. */
  private static final int PLAIN_DIGITS_MAX = 9;

  private static final MathContext SHORT = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final MathContext EXACT = new MathContext(17, RoundingMode.HALF_EVEN);

  private JsonNumber() {}

  /** Returns the number as a field: {@code %d} if it fits 32 bits, else {@code %f}. */
  static String asField(String number) {
    if (isPlain(number)) {
      return number;
    }
    double value = Double.parseDouble(number);
    if (isInt(value)) {
      return Integer.toString((int) value);
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** Returns the number as printed JSON: {@code %d}, or the shorter of {@code %.15g %.17g}. */
  static String asJson(String number) {
    if (isPlain(number)) {
      return number;
    }
    double value = Double.parseDouble(number);
    if (isInt(value)) {
      return Integer.toString((int) value);
    }
    if (Double.isInfinite(value)) {
      return "null";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.round(SHORT);
    return Double.compare(rounded.doubleValue(), value) == 0
        ? general(rounded, SHORT.getPrecision())
        : general(exact.round(EXACT), EXACT.getPrecision());
  }

  private static boolean isInt(double value) {
    return value == (int) value;
  }

  private static boolean isPlain(String number) {
    if (number.length() > PLAIN_DIGITS_MAX || (number.charAt(0) == '0' && number.length() > 1)) {
      return false;
    }
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The {@code %g} of C: an exponent below -4 or from the precision on is written as one. */
  private static String general(BigDecimal value, int precision) {
    BigDecimal shortest = value.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < precision) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (shortest.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
