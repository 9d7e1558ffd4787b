import Argon2
import Testing

/// The example of RFC 7693 and hashes made by another implementation, hashlib of Python.
@Suite("BLAKE2b")
struct Blake2bTests {
    @Test func hashesTheExampleOfTheStandard() {
        // RFC 7693, appendix A.
        let hash =
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        #expect(hexadecimal(Blake2b.hash(Array("abc".utf8), length: 64)) == hash)
    }

    @Test(arguments: [
        (
            0, 64,
            "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419"
                + "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce"
        ),
        (1, 1, "a1"),
        (127, 32, "f2fe67ff342e21b8f45e8f2e0bcd1d9243245d50ee6c78042e9c491388791c72"),
        (
            128, 64,
            "2319e3789c47e2daa5fe807f61bec2a1a6537fa03f19ff32e87eecbfd64b7e0e"
                + "8ccff439ac333b040f19b0c4ddd11a61e24ac1fe0f10a039806c5dcc0da3d115"
        ),
        (
            129, 64,
            "f59711d44a031d5f97a9413c065d1e614c417ede998590325f49bad2fd444d3e"
                + "4418be19aec4e11449ac1a57207898bc57d76a1bcf3566292c20c683a5c4648f"
        ),
        (255, 20, "788371d770b5f64dbb065859da7e3352f6d20ea3"),
        (
            1000, 64,
            "c11e1c0340bd7e5a1b275f1230c962fad215ecb1391486e74e31b960a2f29963"
                + "81a5fad092da06841d5f26e38f6ecfeaf441acbcd1c2de61aef121e7927175f5"
        ),
    ])
    func hashesMessagesAroundABlock(count: Int, length: Int, hash: String) {
        #expect(hexadecimal(Blake2b.hash(message(of: count), length: length)) == hash)
    }

    @Test func hashesEveryCountUpTo300() {
        var hashes: [UInt8] = []
        for length in [1, 20, 32, 48, 63, 64] {
            for count in 0..<300 { hashes += Blake2b.hash(message(of: count), length: length) }
        }
        let hash = hexadecimal(Blake2b.hash(hashes, length: 32))
        #expect(hash == "487757a877c3cb0c45873f4de9a5ab260871c8ea542facead1ff390b40304d83")
    }

    @Test(arguments: [(Int.min, 1), (0, 1), (65, 64), (.max, 64)])
    func bringsTheLengthIntoItsRange(length: Int, counted: Int) {
        #expect(Blake2b.hash([1, 2, 3], length: length) == Blake2b.hash([1, 2, 3], length: counted))
    }

    private func message(of count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 251) } }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
