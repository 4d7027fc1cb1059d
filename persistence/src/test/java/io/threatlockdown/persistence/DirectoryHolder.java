package io.threatlockdown.persistence;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;

/** Another process that holds a data directory until its input ends. */
final class DirectoryHolder {
  private DirectoryHolder() {}

  /** Starts it on the directory; it has it when the first byte comes out. */
  static Process start(Path directory) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                List.of(
                    java, "-cp", classPath, DirectoryHolder.class.getName(), directory.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != '.') {
      throw new IllegalStateException("the holder did not start");
    }
    return process;
  }

  public static void main(String[] args) throws Exception {
    EmbeddedJournal held = EmbeddedJournal.open(Path.of(args[0]));
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write('.');
    }
    int unused = System.in.read();
    held.close();
  }
}
