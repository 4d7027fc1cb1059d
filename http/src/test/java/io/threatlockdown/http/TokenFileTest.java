package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes and reads token files in a directory of its own. */
class TokenFileTest {
  @TempDir private Path directory;

  @Test
  void open_firstTime_writesTheTokenAloneForItsOwner() throws Exception {
    Path data = directory.resolve("data");

    Token token = TokenFile.open(data);

    Path file = data.resolve("token");
    assertThat(Files.readString(file)).isEqualTo(token.text()).hasSize(43);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(data).isDirectoryContaining("glob:**token").isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void open_secondTime_returnsTheSame() throws Exception {
    Token first = TokenFile.open(directory);

    Token second = TokenFile.open(directory);

    assertThat(second.text()).isEqualTo(first.text());
  }

  @Test
  void open_afterACrashWhileWriting_writesANewOne() throws Exception {
    Files.writeString(directory.resolve("token.new"), "half");

    Token token = TokenFile.open(directory);

    assertThat(TokenFile.read(directory).text()).isEqualTo(token.text());
  }

  @Test
  void read_lineBreakAtTheEnd_isLeftOut() throws Exception {
    write("0123456789abcdef\n", "rw-------");

    assertThat(TokenFile.read(directory).text()).isEqualTo("0123456789abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
  void read_othersMayUseIt_isRefused(String permissions) throws Exception {
    write("0123456789abcdef", permissions);

    assertThatThrownBy(() -> TokenFile.read(directory))
        .isInstanceOf(TokenFileException.class)
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789 abcdef", "0123456789abcdef\nmore"})
  void read_noToken_isRefusedWithoutQuotingIt(String text) throws Exception {
    write(text, "rw-------");

    assertThatThrownBy(() -> TokenFile.read(directory))
        .isInstanceOf(TokenFileException.class)
        .hasMessageContaining("holds no token")
        .hasMessageNotContaining("abcdef");
  }

  @Test
  void read_noFile_saysSo() {
    assertThatThrownBy(() -> TokenFile.read(directory))
        .isInstanceOf(TokenFileException.class)
        .hasMessage("there is no " + directory.resolve("token"));
  }

  @Test
  void matches_onlyTheSameText() {
    Token token = Token.random();

    assertThat(token.matches(token.text())).isTrue();
    assertThat(token.matches(token.text() + "x")).isFalse();
    assertThat(token.matches("")).isFalse();
    assertThat(token).hasToString("Token(hidden)");
  }

  private void write(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
