#include <lapacke.h>

// LAPACK's integer is a macro there, which Swift does not see.
typedef lapack_int LapackInteger;

// OpenBLAS declares this in its own <cblas.h>, in whose place another library's may be installed.
void openblas_set_num_threads(int count);
