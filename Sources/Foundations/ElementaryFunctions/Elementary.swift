/// Elementary functions with the same bits everywhere: exponential, also less one, natural logarithm, hyperbolic tangent,
/// logistic function, sine and cosine of a fraction of a turn.
///
///     Elementary.exp(1.0)                                  // 2.718281828459045
///     Elementary.log(SIMD8<Double>(repeating: 10))         // eight times 2.302585092994046
///     Elementary.sineAndCosine(ofTurns: 0.25).sine         // 1.0
///
/// Each function takes a `Double`, a `SIMD8<Double>`, a `Float` or a `SIMD16<Float>`. What holds for all of them:
/// - A lane of a vector gets the bits that the scalar function gives.
/// - The bits do not depend on the processor or on the `-target-cpu` that the compiler is told: only additions,
///   subtractions, multiplications and divisions of IEEE 754, each rounded by itself and never fused, and operations on
///   bit patterns. Only the payload and the sign of a NaN are left open.
/// - There is no table and, in the vector forms, no branch: their time does not depend on the argument, except where
///   the processor is slow with subnormal numbers. In the scalar forms the compiler may make a selection a branch.
///
/// Errors are in units in the last place (ulp) of the value. The stated bounds lie above the largest errors found: on
/// 4·10⁷ to 10⁸ arguments of each function in `Double`, and on every argument of `Float` at which the value is not
/// yet 0, 1 or infinite. The polynomials are minimax fits (E. Ya. Remez, C. R. Acad. Sci. Paris 198, 2063 (1934)),
/// computed for this module with 60 digits and rounded to the format.
public enum Elementary {}
