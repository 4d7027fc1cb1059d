package io.threatlockdown.ops.demo;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/**
 * The functions of the C library that Java has no words for: namespaces, and unix sockets of
 * datagrams. See setns(2), socket(2). All return a negative number when they fail.
 */
interface LibC extends Library {
  LibC INSTANCE = Native.load("c", LibC.class);

  int open(String path, int flags);

  int setns(int file, int kind);

  int socket(int domain, int type, int protocol);

  int bind(int socket, byte[] address, int length);

  int setsockopt(int socket, int level, int name, byte[] value, int length);

  NativeLong recv(int socket, byte[] buffer, NativeLong length, int flags);

  int close(int file);
}
