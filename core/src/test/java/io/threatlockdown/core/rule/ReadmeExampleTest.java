package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the example of the README as its reader would. */
class ReadmeExampleTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static final String DECODERS =
      """
      <decoder name="sshd"><program_name>^sshd</program_name></decoder>
      <decoder name="sshd-invalid">
        <parent>sshd</parent>
        <regex>^Invalid user (\\S+) from (\\S+)</regex>
        <order>srcuser, srcip</order>
      </decoder>
      """;
  private static final String RULES =
      """
      <group name="syslog,sshd,">
        <rule id="1" level="0" noalert="1"><category>syslog</category>
          <description>All logs.</description></rule>
        <rule id="5710" level="5"><decoded_as>sshd</decoded_as><match>Invalid user</match>
          <description>$(srcuser) does not exist</description></rule>
      </group>
      """;

  private static final String LINES =
      """
      Nov 24 12:00:00 web01 sshd[1]: Invalid user ghost from 192.0.2.66 port 4711
      Nov 24 12:00:01 web01 cron[2]: nothing
      """;

  @TempDir private Path directory;

  @Test
  void example_asWritten_compilesAndPrintsTheAlert() throws Exception {
    Path source = write("Example.java", code());
    assertThat(compile(source)).isEmpty();

    String printed =
        run(write("decoders.xml", DECODERS), write("rules.xml", RULES), write("auth.log", LINES));

    assertThat(printed).isEqualTo("5710 level 5: ghost does not exist, 192.0.2.66\n");
  }

  private static String code() throws IOException {
    Matcher code = CODE.matcher(Files.readString(Path.of("README.md")));
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** Returns what the compiler says. */
  private static String compile(Path source) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, "-cp", classPath(), "-proc:none", source.toString());
    return failed == 0 ? "" : said.toString(StandardCharsets.UTF_8);
  }

  private String run(Path... files) throws IOException, InterruptedException {
    Process example =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    directory + File.pathSeparator + classPath(),
                    "Example",
                    files[0].toString(),
                    files[1].toString(),
                    files[2].toString()))
            .redirectErrorStream(true)
            .start();
    String printed = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(example.waitFor()).as(printed).isZero();
    return printed;
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
