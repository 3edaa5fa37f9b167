/// The number, or 0 where rounding has made it negative. What is not a number stays so: `max(0, x)` would make it 0, and an error that
/// is not known one that is.
func notNegative(_ x: Double) -> Double { x < 0 ? 0 : x }
