package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.SourceAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads utmp(5), where sshd enters a session once its user is authenticated; a connection alone is
 * not in it. Layout of Linux with 64 bits: records of 384 bytes. Systems without the file (some
 * that keep sessions in logind only) have no entries.
 */
final class LoginSessions {
  private static final int RECORD_BYTES = 384;
  private static final int USER_PROCESS = 7;
  private static final int PID_AT = 4;
  private static final int ADDRESS_AT = 348;

  private LoginSessions() {}

  /** Returns where the sessions come from whose process still runs. */
  static Stream<SourceAddress> peers(SystemFiles files) {
    byte[] utmp = files.bytes("run/utmp");
    return IntStream.range(0, utmp.length / RECORD_BYTES)
        .mapToObj(
            i ->
                ByteBuffer.wrap(utmp, i * RECORD_BYTES, RECORD_BYTES)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN))
        .filter(login -> login.getShort(0) == USER_PROCESS)
        .filter(login -> files.exists("proc/" + login.getInt(PID_AT)))
        .map(LoginSessions::address)
        .filter(address -> address.high() != 0 || address.low() != 0);
  }

  /** Only the first of the four words is set for IPv4. */
  private static SourceAddress address(ByteBuffer login) {
    byte[] bytes = new byte[16];
    login.get(ADDRESS_AT, bytes);
    for (int i = 4; i < 16; i++) {
      if (bytes[i] != 0) {
        return SourceAddress.ofBytes(bytes);
      }
    }
    return SourceAddress.ofBytes(new byte[] {bytes[0], bytes[1], bytes[2], bytes[3]});
  }
}
