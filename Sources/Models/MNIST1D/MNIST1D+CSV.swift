extension MNIST1D {
  /// The data set as comma-separated values: a line of titles, then an image a line, its split (training or test), its label and its
  /// values, each by its shortest text that reads back to the same bits.
  ///
  /// It shows the test images: for files, not for training.
  package var csv: String {
    let titles = ["split", "label"] + (0..<training.length).map { "x\($0)" }
    var text = titles.joined(separator: ",") + "\n"
    for (split, images) in [("training", training), ("test", test.images)] {
      for index in 0..<images.count {
        text += "\(split),\(images.labels[index])"
        for value in images.image(index) { text += ",\(value)" }
        text += "\n"
      }
    }
    return text
  }
}
