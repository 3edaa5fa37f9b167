#ifndef CPREFETCH_H
#define CPREFETCH_H

/// Asks the processor for the line of memory at an address, which need not exist, and does not wait for it.
static inline void prefetch_line(const void *address) {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(address);
#endif
}

#endif
