package io.threatlockdown.ops.wiring;

import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether a configuration is the one that was there before: a hash of its files' bytes. */
final class Fingerprint {
  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /**
   * Returns the fingerprint, in hexadecimal. What cannot be read counts as absent.
   *
   * @param texts what is configured otherwise, such as by flags
   */
  static String of(List<Path> files, RulesetChoice ruleset, List<String> texts) {
    Fingerprint fingerprint = new Fingerprint();
    texts.forEach(fingerprint::add);
    files.forEach(fingerprint::file);
    ruleset.dirs().forEach(fingerprint::directory);
    ruleset.ossec().ifPresent(paths -> fingerprint.directory(paths.base().resolve("rules")));
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private void directory(Path directory) {
    try (Stream<Path> found = Files.walk(directory)) {
      found.filter(Files::isRegularFile).sorted().forEach(this::file);
    } catch (IOException | UncheckedIOException unreadable) {
      add("unreadable " + directory);
    }
  }

  private void file(Path file) {
    add(file.toString());
    try {
      byte[] bytes = Files.readAllBytes(file);
      add(Integer.toString(bytes.length));
      digest.update(bytes);
    } catch (IOException unreadable) {
      add("absent");
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
