@main struct TrajectoryReadout { static func main() {} }
