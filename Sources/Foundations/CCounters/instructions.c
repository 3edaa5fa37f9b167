#include "CCounters.h"

#if defined(__linux__)

#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int counters_open_instructions(void) {
  struct perf_event_attr event;
  memset(&event, 0, sizeof event);
  event.type = PERF_TYPE_HARDWARE;
  event.size = sizeof event;
  event.config = PERF_COUNT_HW_INSTRUCTIONS;
  event.exclude_kernel = 1;
  event.exclude_hv = 1;
  return (int)syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
}

long long counters_read_instructions(int file) {
  long long count;
  return file >= 0 && read(file, &count, sizeof count) == sizeof count ? count : -1;
}

#else

int counters_open_instructions(void) { return -1; }

long long counters_read_instructions(int file) {
  (void)file;
  return -1;
}

#endif

__attribute__((noinline)) void counters_region(void (*body)(void *), void *context) {
  body(context);
  // Work after the call keeps it from becoming a jump.
  __asm__ volatile("");
}
