package io.threatlockdown.ops.firewall;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkException;
import io.threatlockdown.ops.netlink.NetlinkMessage;
import io.threatlockdown.ops.netlink.OverrunException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * nftables in this process, through libnftables: about 80 microseconds a command, 3 an address in
 * batches, where starting the program takes 15 milliseconds. The kernel's network namespace is that
 * of the thread which opens it.
 */
final class LibNftables implements Nft {
  private static final int NO_PORT = 0; // the kernel's own
  private static final int PROBE_NOTICES_MAX = 1_000;
  private static final int ENOENT = 2;
  private static final int EEXIST = 17;

  private final Calls calls;
  private final Pointer context;
  private final String missing;
  private final String exists;

  private final NftReader reader;
  private final Netlink notices;
  private final int port;

  private LibNftables(Calls calls, Pointer context, LibC libc, NftReader reader, Netlink notices) {
    this.calls = calls;
    this.context = context;
    // The library's words follow the locale that the JVM has set.
    this.missing = libc.strerror(ENOENT);
    this.exists = libc.strerror(EEXIST);
    this.reader = reader;
    this.notices = notices;
    this.port = findPort();
  }

  /**
   * Loads the library and opens a context. Throws {@link UnsatisfiedLinkError} if there is none.
   *
   * @throws NetlinkException if the kernel refuses the sockets to read back and to hear of changes
   */
  static LibNftables open() {
    Calls calls = Native.load("libnftables.so.1", Calls.class);
    LibC libc = Native.load("c", LibC.class);
    Pointer context = calls.nft_ctx_new(0);
    if (context == null) {
      throw new UnsatisfiedLinkError("nft_ctx_new failed");
    }
    boolean buffered =
        calls.nft_ctx_buffer_output(context) == 0 && calls.nft_ctx_buffer_error(context) == 0;
    if (!buffered) {
      calls.nft_ctx_free(context);
      throw new UnsatisfiedLinkError("nft_ctx_buffer_output failed");
    }
    try {
      return new LibNftables(calls, context, libc, NftReader.open(), NftWatch.socket());
    } catch (NetlinkException refused) {
      calls.nft_ctx_free(context);
      throw refused;
    }
  }

  /**
   * Finds out the netlink port of the library's socket, by which the kernel names who made a
   * change: a table of a name that nobody else has comes and goes at once.
   */
  private int findPort() {
    String probe = "threatlockdown_probe_" + new SecureRandom().nextLong(Long.MAX_VALUE);
    Answer answer = run(new NftScript(probe).removeTable().toString());
    for (int i = 0; answer.isDone() && i < PROBE_NOTICES_MAX; i++) {
      Optional<Integer> found = portOf(probe);
      if (found.isPresent()) {
        notices.ignore(found.get());
        return found.get();
      }
    }
    return NO_PORT;
  }

  private Optional<Integer> portOf(String probe) {
    try {
      return notices.receive().stream()
          .filter(
              each -> NftMessages.kind(each).filter(k -> k == NftMessages.NEW_TABLE).isPresent())
          .filter(each -> NftMessages.isAbout(each, probe))
          .map(NetlinkMessage::port)
          .findFirst();
    } catch (OverrunException lost) {
      return Optional.empty();
    }
  }

  @Override
  public Map<AddressPrefix, Dropped> read(String table, Collection<AddressPrefix> targets) {
    return reader.read(table, targets);
  }

  @Override
  public boolean holds(String table, String set, byte[] key) {
    return reader.holds(table, set, key);
  }

  /** Without the port our own changes would be taken for others'. */
  @Override
  public Optional<Netlink> notices() {
    return port == NO_PORT ? Optional.empty() : Optional.of(notices);
  }

  @Override
  public boolean isOwn(int of) {
    return of == port;
  }

  @Override
  public Answer run(String script) {
    byte[] text = script.getBytes(StandardCharsets.US_ASCII);
    int result = calls.nft_run_cmd_from_buffer(context, Arrays.copyOf(text, text.length + 1));
    // Reading a buffer also empties it before the next command.
    var unused = calls.nft_ctx_get_output_buffer(context);
    String error = calls.nft_ctx_get_error_buffer(context);
    return result == 0 ? Answer.DONE : Answer.failed(error == null ? "" : error, missing, exists);
  }

  @Override
  public Duration checkEvery() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void close() {
    calls.nft_ctx_free(context);
    reader.close();
    if (port == NO_PORT) {
      notices.close();
    }
  }

  /** The functions of libnftables(3) in use. */
  @SuppressWarnings("MemberName") // the library's names
  private interface Calls extends Library {
    @Nullable Pointer nft_ctx_new(int flags);

    int nft_ctx_buffer_output(Pointer context);

    int nft_ctx_buffer_error(Pointer context);

    int nft_run_cmd_from_buffer(Pointer context, byte[] nulTerminated);

    @Nullable String nft_ctx_get_output_buffer(Pointer context);

    @Nullable String nft_ctx_get_error_buffer(Pointer context);

    void nft_ctx_free(Pointer context);
  }

  /** The one function of the C library in use. */
  private interface LibC extends Library {
    String strerror(int number);
  }
}
