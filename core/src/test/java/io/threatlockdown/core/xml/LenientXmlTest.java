package io.threatlockdown.core.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds small texts to the reader and looks at the elements it makes of them. */
class LenientXmlTest {
  @Test
  void parse_severalRoots_keepsOrderAndLines() throws XmlException {
    List<XmlElement> roots = parse("stray\n<a>1</a>\n\n<b x='1' Y=\"2\">\n<c/></b> tail");

    assertThat(roots)
        .containsExactly(
            new XmlElement("a", List.of(), "1", List.of(), 2),
            new XmlElement(
                "b",
                List.of(new XmlAttribute("x", "1"), new XmlAttribute("y", "2")),
                "",
                List.of(new XmlElement("c", List.of(), "", List.of(), 5)),
                4));
  }

  @ParameterizedTest
  @CsvSource({
    "<a> x </a>, ' x '",
    "<a>&amp;&lt;</a>, &amp;&lt;",
    "<a>x<!-- no -->y</a>, xy",
    "<a>x<! no !>y</a>, xy",
    "<a>x<!-- no !>y</a>, xy",
    "<a>x<!-->y</a>, xy",
    "<a>x\\<y</a>, x\\<y",
    "<a>x\\</a></a>, x\\</a>",
    "<a>x\\\\</a>, x\\\\",
    "<a>before<b/>after</a>, after",
    "<A>x</a >, x",
    "<a b = '>'>x</a>, x",
    "<a/>, ''",
  })
  void parse_content_isKeptAsWritten(String text, String content) throws XmlException {
    assertThat(parse(text).get(0).content()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n<a>",
        "\n<a",
        "\n<a b",
        "\n<a b=",
        "\n<a b=c>x</a>",
        "\n<a b='c>x</a>",
        "\n</a>",
        "\n<a>x</b>",
        "\n<>x</>",
        "\n<a>x<!-- y</a>",
        "\n<a b='1' B='2'/>",
        "\n<a ='1'/>",
        "\n<a>\\</a>"
      })
  void parse_broken_namesTheLine(String text) {
    XmlException wrong = refused(text);

    assertThat(wrong.line()).isEqualTo(2);
    assertThat(wrong).message().isNotBlank();
  }

  @Test
  void parse_deepNesting_isRefused() {
    assertThat(refused("<a>".repeat(1_000_000))).hasMessageContaining("deeper than 32");
  }

  @Test
  void parse_tooManyElements_isRefused() {
    assertThat(refused("<a/>".repeat(LenientXml.ELEMENTS_MAX + 1)))
        .hasMessageContaining("more than 200000 elements");
  }

  @Test
  void parse_tooLong_isRefused() {
    assertThat(refused(" ".repeat(LenientXml.FILE_BYTES_MAX + 1))).hasMessageContaining("at most");
  }

  @Test
  void parse_contentAtTheLimit_isRead() throws XmlException {
    String most = "x".repeat(LenientXml.CONTENT_BYTES_MAX);

    assertThat(parse("<a>" + most + "</a>").get(0).content()).isEqualTo(most);
    assertThat(refused("<a>" + most + "x</a>")).hasMessageContaining("over 20480 bytes");
  }

  @Test
  void parseRuleset_variables_areReplacedOnceAndInOrder() throws XmlException {
    List<XmlElement> roots =
        ruleset(
            "<m>$BAD</m><var name='BAD'>oops|$X.</var><m a='$bad'>$Bad.$BAD|x$ y$(BAD) $</m>"
                + "<m>$B</m>");

    assertThat(roots.get(0).content()).isEqualTo("$BAD");
    assertThat(roots.get(1).attribute("a")).contains("oops|$X.");
    assertThat(roots.get(1).content()).isEqualTo("oops|$X..oops|$X.|x$ y$(BAD) $");
    assertThat(roots.get(2).content()).isEqualTo("$B");
  }

  @Test
  void parseRuleset_unknownVariable_isRefused() {
    String text = "<var name='x'>1</var>\n<m>$nope</m>";

    assertThat(catchThrowableOfType(XmlException.class, () -> ruleset(text)))
        .hasMessageContaining("$nope")
        .extracting(XmlException::line)
        .isEqualTo(2);
  }

  @Test
  void parseRuleset_bomb_isRefused() {
    String bomb = "<var name='x'>" + "y".repeat(20_000) + "</var>";

    assertThat(catchThrowableOfType(XmlException.class, () -> ruleset(bomb + "<m>$x$x$x$x$x</m>")))
        .hasMessageContaining("exceeds");
    assertThat(
            catchThrowableOfType(
                XmlException.class, () -> ruleset(bomb + "<m>$x </m>".repeat(1_000))))
        .hasMessageContaining("exceed");
  }

  private static List<XmlElement> parse(String text) throws XmlException {
    return LenientXml.parse(new ConfigFile("test.xml", text));
  }

  private static List<XmlElement> ruleset(String text) throws XmlException {
    return LenientXml.parseRuleset(new ConfigFile("test.xml", text));
  }

  private static XmlException refused(String text) {
    return catchThrowableOfType(XmlException.class, () -> parse(text));
  }
}
