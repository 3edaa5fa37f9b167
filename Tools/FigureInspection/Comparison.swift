/// Two drawings of one picture, compared up to antialiasing.
///
/// Both are blurred a little, so that a thin line is as dark in one as in the other however it falls on the pixels. Each
/// pixel must lie, in each colour, within the range that the other drawing has in its neighbourhood. Where many in a small
/// tile do not, something is missing, has moved, or has another colour.
struct Comparison {
  /// How far a pixel may move, in pixels of the picture.
  static let reach = 2.0
  /// By how much a colour may differ, of 255.
  static let tolerance: Float = 40
  /// The side of a tile, in pixels of the drawing.
  static let tile = 24
  /// As many pixels of a tile may differ.
  static let allowed = 12

  /// The tiles in which the drawings differ.
  let places: [Place]

  init(_ one: Raster, _ other: Raster) {
    let (width, height) = (one.width, one.height)
    precondition(other.width == width && other.height == height, "Only drawings of one size can be compared.")
    let (ones, others) = (one.planes, other.planes)
    var differs = [Bool](repeating: false, count: width * height)
    for (plane, otherPlane) in zip(ones, others) {
      let blurred = [plane, otherPlane].map { Self.blurred($0, width: width, height: height) }
      for (a, b) in [(blurred[0], blurred[1]), (blurred[1], blurred[0])] {
        let lowest = Self.extremes(b, width: width, height: height) { min($0, $1) }
        let highest = Self.extremes(b, width: width, height: height) { max($0, $1) }
        for place in 0..<width * height
        where a[place] < lowest[place] - Self.tolerance || a[place] > highest[place] + Self.tolerance {
          differs[place] = true
        }
      }
    }
    var tiles = [Place](repeating: Place(), count: (width / Self.tile + 1) * (height / Self.tile + 1))
    for y in 0..<height {
      for x in 0..<width where differs[y * width + x] {
        tiles[y / Self.tile * (width / Self.tile + 1) + x / Self.tile].add(x, y)
      }
    }
    places = tiles.filter { $0.count > Self.allowed }
  }

  /// The average over three by three pixels.
  private static func blurred(_ plane: [Float], width: Int, height: Int) -> [Float] {
    func pass(_ plane: [Float], step: Int) -> [Float] {
      var result = plane
      for place in step..<max(step, plane.count - step) {
        result[place] = (plane[place - step] + plane[place] + plane[place + step]) / 3
      }
      return result
    }
    return pass(pass(plane, step: 1), step: width)
  }

  /// The extreme over the neighbourhood, a square.
  private static func extremes(
    _ plane: [Float], width: Int, height: Int, _ extreme: (Float, Float) -> Float
  ) -> [Float] {
    func pass(_ plane: [Float], step: Int) -> [Float] {
      let reach = Int(Self.reach * Double(Renderer.scale))
      var result = plane
      for shift in 1...reach {
        for place in shift * step..<max(shift * step, plane.count - shift * step) {
          result[place] = extreme(result[place], extreme(plane[place - shift * step], plane[place + shift * step]))
        }
      }
      return result
    }
    return pass(pass(plane, step: 1), step: width)
  }
}
