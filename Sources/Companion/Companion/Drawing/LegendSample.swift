/// The place of a sample in a legend, and what is drawn there, as commands of gnuplot.
struct LegendSample {
  let style: Style
  /// A place as gnuplot reads it, by its distances to the right of the left end of the sample, and above its middle (cm).
  let place: (_ right: Double, _ above: Double) -> String

  func line(_ look: String) -> String {
    "set arrow from screen \(place(0, 0)) to screen \(place(LegendLayout.sample, 0)) nohead front \(look)\n"
  }

  func point(_ look: String) -> String {
    "set label \"\" at screen \(place(LegendLayout.sample / 2, 0)) point \(look) front\n"
  }

  func rectangle(_ look: String) -> String {
    "set object rectangle from screen \(place(0, -0.11)) to screen \(place(LegendLayout.sample, 0.11)) front \(look)\n"
  }
}
