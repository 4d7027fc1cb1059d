package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of a test's own: fresh, on a port of the loopback, synced as in earnest. As
 * root it runs as the user nobody, for the server refuses root.
 */
final class PostgresCluster implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  private static final String USER = "tld";
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path programs;
  private final Path directory;
  private final int port;
  private final Thread stopAtExit = new Thread(this::stopQuietly);
  private int databases;

  private PostgresCluster(Path programs, Path directory, int port) {
    this.programs = programs;
    this.directory = directory;
    this.port = port;
  }

  /**
   * Starts a server. Skips the test if PostgreSQL is missing; as root nothing may be missing, so
   * that no run tests less.
   */
  static PostgresCluster start() throws Exception {
    Optional<Path> programs = programs();
    if (ROOT) {
      assertThat(programs).as("PostgreSQL; ops/bin/verify installs it").isPresent();
    }
    assumeTrue(programs.isPresent(), "needs PostgreSQL in " + INSTALLED);
    PostgresCluster cluster =
        new PostgresCluster(
            programs.get(), Files.createTempDirectory("tld-postgresql"), freePort());
    Runtime.getRuntime().addShutdownHook(cluster.stopAtExit);
    cluster.create();
    cluster.startServer();
    return cluster;
  }

  private void create() throws Exception {
    Files.writeString(passwordFile(), PASSWORD + "\n");
    own(directory);
    own(passwordFile());
    run("chmod", "600", passwordFile().toString());
    asUser(
        program("initdb"),
        "--no-sync", // Of the empty cluster; the server syncs.
        "--auth=scram-sha-256",
        "--username=" + USER,
        "--pwfile=" + passwordFile(),
        "--pgdata=" + data());
    Files.writeString(
        data().resolve("postgresql.auto.conf"),
        "listen_addresses = '127.0.0.1'\nport = "
            + port
            + "\nunix_socket_directories = ''\nshared_buffers = 16MB\n");
  }

  /** Starts the server and waits until it takes connections. */
  void startServer() throws Exception {
    asUser(
        program("pg_ctl"),
        "-w",
        "-D",
        data().toString(),
        "-l",
        directory.resolve("log").toString(),
        "start");
  }

  /** Stops the server as a crash would: it leaves everything to recovery. */
  void crash() throws Exception {
    asUser(program("pg_ctl"), "-w", "-D", data().toString(), "-m", "immediate", "stop");
  }

  /** Sets a parameter of the server; it is in force when this returns. */
  void set(String name, String value) throws SQLException {
    execute("ALTER SYSTEM SET " + name + " = " + value);
    execute("SELECT pg_reload_conf()");
    for (String now = ""; !now.equals(value); now = show(name)) {
      Thread.onSpinWait();
    }
  }

  /** Returns a new, empty database. */
  PostgresServer database() throws SQLException {
    String name = "journal" + databases++;
    execute("CREATE DATABASE " + name);
    return server(name);
  }

  PostgresServer server(String database) {
    return new PostgresServer(
        "127.0.0.1",
        port,
        database,
        USER,
        Optional.of(passwordFile()),
        PostgresServer.Tls.Off.INSTANCE);
  }

  Path passwordFile() {
    return directory.resolve("password");
  }

  Path data() {
    return directory.resolve("data");
  }

  Path directory() {
    return directory;
  }

  /**
   * Waits until the server has ended every session in the database; a closed one takes a moment.
   */
  void awaitFree(PostgresServer database) throws SQLException {
    String sessions =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database.database() + "'";
    while (!value(sessions).equals("0")) {
      Thread.onSpinWait();
    }
  }

  void execute(String command) throws SQLException {
    execute(server("postgres"), command);
  }

  static void execute(PostgresServer server, String command) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(command);
    }
  }

  private String show(String name) throws SQLException {
    return value("SHOW " + name);
  }

  /** Returns the first value that a query about the server finds. */
  String value(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server("postgres").url());
        Statement statement = connection.createStatement();
        var value = statement.executeQuery(query)) {
      return value.next() ? value.getString(1) : "";
    }
  }

  @Override
  public void close() throws IOException {
    boolean unused = Runtime.getRuntime().removeShutdownHook(stopAtExit);
    stopQuietly();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes any) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException any)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Stops the server, which is known by the process id that it wrote down, if it runs. */
  private void stopQuietly() {
    if (Files.exists(data().resolve("postmaster.pid"))) {
      try {
        crash();
      } catch (Exception stopped) {
        // It ended by itself meanwhile.
      }
    }
  }

  static void own(Path file) throws Exception {
    if (ROOT) {
      run("chown", "nobody", file.toString());
    }
  }

  private void asUser(String... command) throws Exception {
    List<String> whole = new ArrayList<>();
    if (ROOT) {
      whole.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    whole.addAll(List.of(command));
    run(directory, whole);
  }

  static void run(String... command) throws Exception {
    run(Path.of("/"), List.of(command));
  }

  private static void run(Path directory, List<String> command) throws Exception {
    Path output = Files.createTempFile("tld-postgresql", ".out");
    int code =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    assertThat(code).as("%s: %s", command, said).isZero();
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .sorted()
          .reduce((older, newer) -> newer);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
