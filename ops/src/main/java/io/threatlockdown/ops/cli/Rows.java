package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.threatlockdown.core.event.SafeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of data to print. Cells may hold attacker text: a table shows control characters escaped and
 * cuts long cells, CSV escapes them and disarms spreadsheet formulas, JSON is exact.
 *
 * @param columns names, such as {@code expiresAt}: the keys in JSON and CSV; in tables in upper
 *     case
 * @param cells a list as long as {@code columns} for each row
 */
public record Rows(List<String> columns, List<List<String>> cells) {
  /** The longest cell of a table, in characters. */
  public static final int TABLE_CELL_MAX = 80;

  public Rows {
    columns = List.copyOf(columns);
    cells = cells.stream().map(List::copyOf).toList();
    for (List<String> row : cells) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row has " + columns.size() + " cells: was " + row.size());
      }
    }
  }

  /** Prints the rows, each line ended by a newline. */
  public void print(OutputFormat format, PrintWriter out) {
    switch (format) {
      case TABLE -> printTable(out);
      case JSON -> printJson(out);
      case CSV -> printCsv(out);
    }
  }

  private void printTable(PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    for (List<String> row : cells) {
      lines.add(row.stream().map(cell -> SafeText.of(cell, TABLE_CELL_MAX)).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        text.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      out.print(text.toString().stripTrailing() + "\n");
    }
  }

  private void printJson(PrintWriter out) {
    out.print("[");
    for (int row = 0; row < cells.size(); row++) {
      out.print(row == 0 ? "\n  {" : ",\n  {");
      for (int i = 0; i < columns.size(); i++) {
        String separator = i == 0 ? "" : ",";
        out.print(separator + quoted(columns.get(i)) + ":" + quoted(cells.get(row).get(i)));
      }
      out.print("}");
    }
    out.print(cells.isEmpty() ? "]\n" : "\n]\n");
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private void printCsv(PrintWriter out) {
    out.print(csvLine(columns));
    for (List<String> row : cells) {
      out.print(csvLine(row));
    }
  }

  private static String csvLine(List<String> line) {
    return String.join(",", line.stream().map(Rows::csvCell).toList()) + "\r\n";
  }

  private static String csvCell(String cell) {
    String safe = SafeText.of(cell);
    // A spreadsheet runs a cell that starts so as a formula, unless it is a number.
    boolean formula = !safe.isEmpty() && "=+-@".indexOf(safe.charAt(0)) >= 0;
    if (formula && !safe.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
      safe = "'" + safe;
    }
    boolean plain = safe.indexOf(',') < 0 && safe.indexOf('"') < 0;
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
