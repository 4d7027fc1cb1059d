/*
 * A response program in C. It does what it is called: the copies of it have different names.
 * Behaves unless its name says otherwise.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char line[1 << 20];

/* Tells the test how far it came. */
static void mark(const char *name)
{
    int file = open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dprintf(file, "%d\n", getpid());
    close(file);
}

static void hang(void)
{
    mark("hangs");
    for (;;)
        pause();
}

static void hear(void)
{
    if (!fgets(line, sizeof line, stdin))
        exit(9);
}

static void ask(void)
{
    puts("{\"version\":1,\"origin\":{\"name\":\"c\",\"module\":\"active-response\"},"
         "\"command\":\"check_keys\",\"parameters\":{\"keys\":[\"from-c\"]}}");
    fflush(stdout);
}

static void flood(int file, long bytes)
{
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    for (long left = bytes; left > 0;) {
        ssize_t written = write(file, block, sizeof block);
        if (written < 0)
            exit(8);
        left -= written;
    }
}

static pid_t child_that_stays(int own_session)
{
    pid_t child = fork();
    if (child == 0) {
        if (own_session)
            setsid();
        mark("stays");
        for (;;)
            pause();
    }
    return child;
}

static void behave(void)
{
    hear();
    ask();
    hear();
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
    (void)argc;

    if (!strcmp(name, "well-behaved")) {
        behave();
        int inherited = 0;
        for (int file = 3; file < 1024; file++)
            inherited += fcntl(file, F_GETFD) >= 0;
        FILE *found = fopen("environment", "w");
        for (char **each = environ; *each; each++)
            fprintf(found, "%s\n", *each);
        fprintf(found, "inherited files: %d\n", inherited);
        fclose(found);
    } else if (!strcmp(name, "hang-at-once")) {
        hang();
    } else if (!strcmp(name, "hang-later")) {
        behave();
        hang();
    } else if (!strcmp(name, "ignore-signals")) {
        for (int each = 1; each < NSIG; each++)
            signal(each, SIG_IGN);
        hang();
    } else if (!strcmp(name, "hang-with-children")) {
        child_that_stays(0);
        child_that_stays(0);
        hang();
    } else if (!strcmp(name, "leave-child")) {
        behave();
        child_that_stays(0);
    } else if (!strcmp(name, "leave-daemon")) {
        behave();
        child_that_stays(1);
    } else if (!strcmp(name, "flood-output")) {
        behave();
        flood(1, 100L << 20);
    } else if (!strcmp(name, "flood-errors")) {
        behave();
        flood(2, 100L << 20);
    } else if (!strcmp(name, "close-input")) {
        close(0);
        mark("closed");
        ask();
    } else if (!strcmp(name, "never-listen")) {
        ask();
    } else if (!strcmp(name, "close-outputs")) {
        close(1);
        close(2);
        hear();
        hang();
    } else if (!strcmp(name, "crash")) {
        hear();
        *(volatile int *)0 = 1;
    } else if (!strcmp(name, "crash-later")) {
        behave();
        *(volatile int *)0 = 1;
    } else if (!strcmp(name, "answer-twice")) {
        hear();
        ask();
        ask();
        hear();
    } else if (!strcmp(name, "answer-nonsense")) {
        hear();
        puts("{\"version\":1,\"origin\":{}");
        fflush(stdout);
        hear();
    } else if (!strcmp(name, "answer-too-long")) {
        hear();
        printf("{\"version\":1,\"origin\":{},\"command\":\"check_keys\",\"parameters\":{\"keys\":"
               "[\"%09000d\"]}}\n", 1);
        fflush(stdout);
        hear();
    } else if (!strcmp(name, "answer-without-end")) {
        hear();
        fputs("{\"version\":1,\"origin\":{},\"command\":\"check_keys\",\"parameters\":{\"keys\":"
              "[\"cut\"]}}", stdout);
    } else if (!strcmp(name, "leave-zombies")) {
        for (int i = 0; i < 20; i++)
            if (fork() == 0)
                _exit(0);
        behave();
        mark("zombies");
    } else if (!strcmp(name, "stateless")) {
        hear();
        mark("done");
    } else if (!strcmp(name, "read-to-end")) {
        while (fgets(line, sizeof line, stdin))
            mark("heard");
    } else if (!strcmp(name, "fail-later")) {
        behave();
        fputs("no\tsuch\x1b[31m\nrule", stderr);
        return 3;
    } else {
        return 99;
    }
    return 0;
}
