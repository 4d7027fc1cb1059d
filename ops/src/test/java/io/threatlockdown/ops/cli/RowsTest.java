package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prints the same hostile rows in each format. */
class RowsTest {
  private static final Rows ROWS =
      new Rows(
          List.of("source", "user"),
          List.of(
              List.of("192.0.2.1", "=1+1,\"x\""), List.of("2001:db8::1", "\u001b[2Jroot\n\u202e")));

  @Test
  void print_table_alignsAndEscapes() {
    assertThat(print(ROWS, OutputFormat.TABLE))
        .isEqualTo(
            """
            SOURCE       USER
            192.0.2.1    =1+1,"x"
            2001:db8::1  \\x1b[2Jroot\\n\\u202e
            """);
  }

  @Test
  void print_json_isExact() {
    assertThat(print(ROWS, OutputFormat.JSON))
        .isEqualTo(
            """
            [
              {"source":"192.0.2.1","user":"=1+1,\\"x\\""},
              {"source":"2001:db8::1","user":"\\u001B[2Jroot\\n\u202e"}
            ]
            """);
  }

  @Test
  void print_csv_quotesAndDisarmsFormulas() {
    assertThat(print(ROWS, OutputFormat.CSV))
        .isEqualTo(
            "source,user\r\n"
                + "192.0.2.1,\"'=1+1,\"\"x\"\"\"\r\n"
                + "2001:db8::1,\\x1b[2Jroot\\n\\u202e\r\n");
  }

  @Test
  void print_noRows_isStillWellFormed() {
    Rows none = new Rows(List.of("source"), List.of());

    assertThat(print(none, OutputFormat.JSON)).isEqualTo("[]\n");
    assertThat(print(none, OutputFormat.CSV)).isEqualTo("source\r\n");
    assertThat(print(none, OutputFormat.TABLE)).isEqualTo("SOURCE\n");
  }

  @Test
  void print_longCell_isCutInTables() {
    Rows rows = new Rows(List.of("log"), List.of(List.of("x".repeat(1_000))));

    assertThat(print(rows, OutputFormat.TABLE)).hasSize(4 + Rows.TABLE_CELL_MAX + 2);
  }

  @Test
  void create_rowOfOtherLength_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rows(List.of("a", "b"), List.of(List.of("1"))));
  }

  @Test
  void blockRows_blockWithoutAnAddress_showItsKeys() throws IOException {
    JsonNode block =
        new ObjectMapper()
            .readTree(
                """
                {"id":"b9-1","source":null,"keys":["mallory"],"state":"enforced","remainingSeconds":9}
                """);

    assertThat(print(BlockRows.of(List.of(block)), OutputFormat.CSV))
        .contains("b9-1,mallory,enforced,9s");
  }

  private static String print(Rows rows, OutputFormat format) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    rows.print(format, out);
    out.flush();
    return text.toString();
  }
}
