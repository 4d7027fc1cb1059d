package io.threatlockdown.ops.firewall;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * nftables in this process, through libnftables: about 80 microseconds a command, 3 an address in
 * batches, where starting the program takes 15 milliseconds. The kernel's network namespace is that
 * of the thread which opens it.
 */
final class LibNftables implements Nft {
  private static final int ENOENT = 2;
  private static final int EEXIST = 17;

  private final Calls calls;
  private final Pointer context;
  private final String missing;
  private final String exists;

  private LibNftables(Calls calls, Pointer context, LibC libc) {
    this.calls = calls;
    this.context = context;
    // The library's words follow the locale that the JVM has set.
    this.missing = libc.strerror(ENOENT);
    this.exists = libc.strerror(EEXIST);
  }

  /**
   * Loads the library and opens a context. Throws {@link UnsatisfiedLinkError} if there is none.
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
    return new LibNftables(calls, context, libc);
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
