package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.SourceAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the clients of OpenSSH are that are authenticated and connected right now, with a terminal
 * or without one, such as by {@code scp}. sshd names its processes {@code sshd: user@pts/0}, {@code
 * user@notty}, or {@code user}; before the client is authenticated the name ends in a word in
 * brackets, such as {@code unknown [priv]}. Later versions call the program {@code sshd-session}.
 */
final class SshSessions {
  private static final Pattern PROCESS = Pattern.compile("\\d{1,10}");
  private static final Pattern AUTHENTICATED =
      Pattern.compile("sshd(?:-session)?: [^\\[\\]/]+(?:@[^\\[\\]]*)?");
  private static final String PROGRAM = "sshd";
  private static final String SOCKET = "socket:[";

  private final SystemFiles files;

  private SshSessions(SystemFiles files) {
    this.files = files;
  }

  /** Returns the addresses of the clients. Needs root to see which socket is whose. */
  static Stream<SourceAddress> peers(SystemFiles files) {
    return new SshSessions(files).peers();
  }

  private Stream<SourceAddress> peers() {
    Set<String> inodes = new HashSet<>();
    files.names("proc").stream()
        .filter(name -> PROCESS.matcher(name).matches())
        .filter(this::isSession)
        .forEach(process -> inodes.addAll(sockets(process)));
    if (inodes.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of("tcp", "tcp6")
        .flatMap(protocol -> Connections.of(files, protocol).stream())
        .filter(connection -> inodes.contains(connection.inode()))
        .map(Connections.Connection::remote);
  }

  /** Anybody can name a process so; but only sshd has processes of root's. */
  private boolean isSession(String process) {
    return isProgram(process)
        && AUTHENTICATED.matcher(title(process)).matches()
        && (files.isRoots("proc/" + process) || isOfSshd(process));
  }

  private boolean isOfSshd(String process) {
    String parent = parent(process);
    return PROCESS.matcher(parent).matches()
        && files.isRoots("proc/" + parent)
        && isProgram(parent);
  }

  private boolean isProgram(String process) {
    return text("proc/" + process + "/comm").startsWith(PROGRAM);
  }

  private String title(String process) {
    String line = text("proc/" + process + "/cmdline");
    int end = line.indexOf(0);
    return (end < 0 ? line : line.substring(0, end)).strip();
  }

  private String parent(String process) {
    return files
        .find(
            "proc/" + process + "/status",
            line ->
                line.startsWith("PPid:")
                    ? Optional.of(line.substring(5).strip())
                    : Optional.empty())
        .stream()
        .findFirst()
        .orElse("");
  }

  private List<String> sockets(String process) {
    String directory = "proc/" + process + "/fd";
    return files.names(directory).stream()
        .flatMap(file -> files.link(directory + "/" + file).stream())
        .filter(target -> target.startsWith(SOCKET) && target.endsWith("]"))
        .map(target -> target.substring(SOCKET.length(), target.length() - 1))
        .toList();
  }

  private String text(String file) {
    return new String(files.bytes(file), StandardCharsets.ISO_8859_1);
  }
}
