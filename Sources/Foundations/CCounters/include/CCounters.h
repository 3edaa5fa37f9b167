#ifndef CCOUNTERS_H
#define CCOUNTERS_H

/// How often this thread has asked for memory: calls of malloc, calloc, realloc and the aligned ones. −1 where they are
/// not counted: with another C library than glibc, or under a sanitizer.
long long counters_allocations(void);

/// Starts the processor's counter of instructions of this thread, outside of the system; returns a file, or −1 where the
/// machine has no such counter or does not let us read it.
int counters_open_instructions(void);

/// The instructions so far; −1 where they cannot be read.
long long counters_read_instructions(int file);

/// Calls body(context), between an entry and an exit that a profiler can see by name.
void counters_region(void (*body)(void *), void *context);

#endif
