extension MNIST1D {
  /// The pen strokes of the digits 0 to 9 as heights at twelve places, in the order of the classes.
  ///
  /// Source: S. Greydanus, "Scaling down deep learning", arXiv:2011.14439; repository greydanus/mnist1d, Apache License 2.0.
  private static let strokes: [[Double]] = [
    [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
    [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
    [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
    [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
    [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
    [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
    [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
    [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
    [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
    [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
  ]

  /// The strokes as the generator uses them, one per class: each starts at 0 and has the standard deviation 1/6.
  package static let templates = strokes.map { stroke in
    let mean = populationMoments(of: stroke).mean
    let centred = stroke.map { $0 - mean }
    let deviation = populationMoments(of: centred).deviation
    let scaled = centred.map { $0 / deviation }
    return scaled.map { ($0 - scaled[0]) / 6 }
  }
}
