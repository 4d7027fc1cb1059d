package io.threatlockdown.ops.program;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/** The functions of the C library in use. They throw when they fail. */
interface LibC extends Library {
  LibC INSTANCE = Native.load("c", LibC.class);

  /** EINTR. */
  int INTERRUPTED = 4;

  /** EAGAIN. */
  int AGAIN = 11;

  int pipe2(int[] ends, int flags) throws LastErrorException;

  int poll(byte[] files, NativeLong count, int milliseconds) throws LastErrorException;

  NativeLong read(int file, byte[] buffer, NativeLong length) throws LastErrorException;

  NativeLong write(int file, byte[] bytes, NativeLong length) throws LastErrorException;

  int close(int file) throws LastErrorException;

  int kill(int process, int signal) throws LastErrorException;
}
