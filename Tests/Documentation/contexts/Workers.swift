struct Memory { mutating func compute(_ piece: Int) {} }
