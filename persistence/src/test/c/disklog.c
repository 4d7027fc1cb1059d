/*
 * Preloaded into a process, it writes down what the process does to the files of one directory, in
 * the order done, and lets their writes fail on demand. For tests of what a power failure leaves.
 *
 * DISKLOG_DIR    the directory, absolute
 * DISKLOG_LOG    the log: records of type (1 byte), length of name (1), name, offset (8), length of
 *                data (4), data; numbers little-endian. W: data written at offset. T: truncated to
 *                offset. S: synced. C: created. U: unlinked. The directory's own name is empty.
 * DISKLOG_FAULT  a file of one byte: the errno of every write, sync and new file; 0: none
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FDS = 4096, NAME = 64, OURS = 1, DIRECTORY = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char directory[4096];
static size_t directory_length;
static int log_fd = -1;
static volatile unsigned char *fault;
static struct {
  char kind;
  char name[NAME];
} files[FDS];

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void start(void) {
  const char *dir = getenv("DISKLOG_DIR");
  const char *log = getenv("DISKLOG_LOG");
  const char *control = getenv("DISKLOG_FAULT");
  if (!dir || !log) return;
  strncpy(directory, dir, sizeof directory - 1);
  log_fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_fd < 0) abort();
  if (control) {
    int fd = REAL(open)(control, O_RDONLY | O_CLOEXEC);
    void *map = fd < 0 ? MAP_FAILED : mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) abort();
    fault = map;
  }
  directory_length = strlen(directory);
}

/* The name below the directory, empty for itself, NULL for others. */
static const char *ours(const char *path) {
  if (!directory_length || strncmp(path, directory, directory_length) != 0) return NULL;
  const char *rest = path + directory_length;
  if (*rest == '\0') return rest;
  return *rest == '/' && strlen(rest + 1) < NAME ? rest + 1 : NULL;
}

static void put(char type, const char *name, uint64_t offset, const void *data, uint32_t length) {
  unsigned char head[2 + NAME + 12];
  size_t size = 0;
  size_t name_length = strlen(name);
  head[size++] = (unsigned char)type;
  head[size++] = (unsigned char)name_length;
  memcpy(head + size, name, name_length);
  size += name_length;
  for (int i = 0; i < 8; i++) head[size++] = (unsigned char)(offset >> (8 * i));
  for (int i = 0; i < 4; i++) head[size++] = (unsigned char)(length >> (8 * i));
  struct iovec parts[] = {{head, size}, {(void *)data, length}};
  if (writev(log_fd, parts, length ? 2 : 1) != (ssize_t)(size + length)) abort();
}

/* A file called acks is the test's own and never fails. */
static int failing(const char *name) {
  if (!fault || !*fault || strcmp(name, "acks") == 0) return 0;
  errno = *fault;
  return 1;
}

static int known(int fd) { return fd >= 0 && fd < FDS && files[fd].kind; }

static int opened(int at, const char *path, int flags, mode_t mode) {
  const char *name = ours(path);
  int absent = name && (flags & O_CREAT) && access(path, F_OK) != 0;
  if (absent && failing(name)) return -1;
  pthread_mutex_lock(&lock);
  int fd = REAL(openat)(at, path, flags, mode);
  if (fd >= 0 && fd < FDS) {
    files[fd].kind = 0;
    if (name) {
      files[fd].kind = *name ? OURS : DIRECTORY;
      strcpy(files[fd].name, name);
      if (absent) put('C', name, 0, NULL, 0);
      if (flags & O_TRUNC) put('T', name, 0, NULL, 0);
    }
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE                                     \
  mode_t mode = 0;                               \
  if (flags & (O_CREAT | O_TMPFILE)) {           \
    va_list arguments;                           \
    va_start(arguments, flags);                  \
    mode = (mode_t)va_arg(arguments, int);       \
    va_end(arguments);                           \
  }

int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }

int close(int fd) {
  if (known(fd)) files[fd].kind = 0;
  return REAL(close)(fd);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  if (!known(fd)) return REAL(pwrite)(fd, data, length, offset);
  if (failing(files[fd].name)) return -1;
  pthread_mutex_lock(&lock);
  ssize_t done = REAL(pwrite)(fd, data, length, offset);
  if (done > 0) put('W', files[fd].name, (uint64_t)offset, data, (uint32_t)done);
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  return pwrite(fd, data, length, offset);
}

ssize_t write(int fd, const void *data, size_t length) {
  if (!known(fd)) return REAL(write)(fd, data, length);
  if (failing(files[fd].name)) return -1;
  pthread_mutex_lock(&lock);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = REAL(write)(fd, data, length);
  if (done > 0) put('W', files[fd].name, (uint64_t)offset, data, (uint32_t)done);
  pthread_mutex_unlock(&lock);
  return done;
}

int ftruncate(int fd, off_t length) {
  if (!known(fd)) return REAL(ftruncate)(fd, length);
  if (failing(files[fd].name)) return -1;
  pthread_mutex_lock(&lock);
  int result = REAL(ftruncate)(fd, length);
  if (result == 0) put('T', files[fd].name, (uint64_t)length, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int synced(int fd, int (*sync_file)(int)) {
  if (!known(fd)) return sync_file(fd);
  if (failing(files[fd].name)) return -1;
  pthread_mutex_lock(&lock);
  int result = sync_file(fd);
  if (result == 0) put('S', files[fd].name, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int unlink(const char *path) {
  const char *name = ours(path);
  if (!name) return REAL(unlink)(path);
  pthread_mutex_lock(&lock);
  int result = REAL(unlink)(path);
  if (result == 0) put('U', name, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
