package io.threatlockdown.ops.builtin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The account files of a host of its own, below a root directory. */
final class AccountFiles {
  /** Of no hash function in use: nobody logs in with it. */
  static final String HASH = "$6$salt$hash";

  private static final List<String> NAMES = List.of("passwd", "shadow", "group", "gshadow");

  private final Path etc;

  AccountFiles(Path root) throws IOException {
    this.etc = Files.createDirectories(root.resolve("etc"));
    for (String name : NAMES) {
      Files.createFile(etc.resolve(name));
    }
    Files.createFile(etc.resolve("login.defs"));
    add("root", 0, HASH, "");
  }

  /** Adds an account with what shadow holds as its password and its day of expiry. */
  void add(String name, int uid, String password, String expires) throws IOException {
    append("passwd", name + ":x:" + uid + ":" + uid + "::/tmp:/bin/sh");
    append("shadow", name + ":" + password + ":19000:0:99999:7::" + expires + ":");
    append("group", name + ":x:" + uid + ":");
    append("gshadow", name + ":!::");
  }

  String shadow() throws IOException {
    return Files.readString(etc.resolve("shadow"));
  }

  /** Returns the account's line of shadow. */
  String shadow(String name) throws IOException {
    return shadow().lines().filter(line -> line.startsWith(name + ":")).findFirst().orElseThrow();
  }

  /** Runs usermod on these files. */
  void usermod(String... words) {
    List<String> command =
        new ArrayList<>(List.of("/usr/sbin/usermod", "--prefix", String.valueOf(etc.getParent())));
    command.addAll(Arrays.asList(words));
    String unused = Command.run(command);
  }

  private void append(String file, String line) throws IOException {
    Path path = etc.resolve(file);
    Files.writeString(path, Files.readString(path) + line + "\n");
  }
}
