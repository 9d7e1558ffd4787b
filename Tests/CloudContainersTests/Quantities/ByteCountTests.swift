import CloudContainers
import TestSupport
import Testing

struct ByteCountTests {
    @Test func factoriesNameBinaryAndDecimalUnitsApart() {
        #expect(ByteCount.bytes(7).bytes == 7)
        #expect(ByteCount.kibibytes(1).bytes == 1024)
        #expect(ByteCount.mebibytes(512).bytes == 536_870_912)
        #expect(ByteCount.gibibytes(2).bytes == 2_147_483_648)
        #expect(ByteCount.kilobytes(1).bytes == 1000)
        #expect(ByteCount.megabytes(512).bytes == 512_000_000)
        #expect(ByteCount.gigabytes(1).bytes == 1_000_000_000)
        #expect(ByteCount.zero.bytes == 0)
    }

    @Test func factoriesHoldTheirLargestArgument() {
        #expect(ByteCount.gibibytes(.max).bytes == 4_294_967_295 << 30)
        #expect(ByteCount.gigabytes(.max).bytes == 4_294_967_295_000_000_000)
    }

    @Test func refusesNegativeBytes() throws {
        let diagnostic = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in _ = try ByteCount(bytes: -1) }
        )
        #expect(diagnostic.problem == "the size is negative")
        #expect(diagnostic.value == "-1")
        #expect(diagnostic.allowed == "0 bytes or more")
        #expect(try ByteCount(bytes: .max).bytes == .max)
        #expect(ByteCount(uncheckedBytes: -1) == .zero)
    }

    // MARK: Arithmetic

    @Test func addsAndMultiplies() throws {
        #expect(try ByteCount.mebibytes(1).adding(.mebibytes(2)) == .mebibytes(3))
        #expect(try ByteCount.megabytes(269).multiplied(by: 4) == .megabytes(1076))
        #expect(try ByteCount.megabytes(269).multiplied(by: 0) == .zero)
        #expect(try ByteCount(bytes: .max - 1).adding(.bytes(1)).bytes == .max)
        #expect(try ByteCount(bytes: .max).multiplied(by: 1).bytes == .max)
    }

    @Test func refusesSumsOverTheLimit() throws {
        let largest = try ByteCount(bytes: .max)
        let diagnostic = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in _ = try largest.adding(.bytes(1)) }
        )
        #expect(diagnostic.problem == "the size is too large")
        #expect(diagnostic.value == "9223372036854775807 + 1")
        #expect(diagnostic.allowed == "at most 9223372036854775807 bytes")
    }

    @Test func refusesProductsOverTheLimitAndNegativeFactors() throws {
        let product = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in
                _ = try ByteCount.gibibytes(1).multiplied(by: .max)
            }
        )
        #expect(product.problem == "the size is too large")
        #expect(product.value == "1Gi × 9223372036854775807")
        let factor = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in
                _ = try ByteCount.gibibytes(1).multiplied(by: -2)
            }
        )
        #expect(factor.problem == "the factor of a size is negative")
        #expect(factor.value == "-2")
        #expect(factor.allowed == "0 or more")
    }

    @Test(arguments: [
        (0, 0, 0, 0), (1, 1, 1, 1), (1_000_000, 1, 1, 1), (1_048_576, 1, 2, 1), (1_048_577, 2, 2, 1),
        (536_870_912, 512, 537, 1), (1_073_741_825, 1025, 1074, 2),
        (Int.max, 8_796_093_022_208, 9_223_372_036_855, 8_589_934_592),
    ])
    func countsUnitsRoundingUp(bytes: Int, mebibytes: Int, megabytes: Int, gibibytes: Int) throws {
        let size = try ByteCount(bytes: bytes)
        #expect(size.mebibytesRoundingUp == mebibytes)
        #expect(size.megabytesRoundingUp == megabytes)
        #expect(size.gibibytesRoundingUp == gibibytes)
    }

    @Test func countsUnitsOnlyWhereExact() {
        #expect(ByteCount.mebibytes(512).exactMebibytes == 512)
        #expect(ByteCount.mebibytes(512).exactGibibytes == nil)
        #expect(ByteCount.mebibytes(512).exactMegabytes == nil)
        #expect(ByteCount.gibibytes(2).exactGibibytes == 2)
        #expect(ByteCount.megabytes(537).exactMegabytes == 537)
        #expect(ByteCount.megabytes(537).exactMebibytes == nil)
        #expect(ByteCount.zero.exactGibibytes == 0)
    }

    @Test func roundsUpToAMultiple() {
        #expect(ByteCount(roundingUp: .mebibytes(512), toMultipleOf: .megabytes(1)) == .megabytes(537))
        #expect(ByteCount(roundingUp: .megabytes(537), toMultipleOf: .megabytes(1)) == .megabytes(537))
        #expect(ByteCount(roundingUp: .zero, toMultipleOf: .megabytes(1)) == .zero)
        #expect(ByteCount(roundingUp: .bytes(5), toMultipleOf: .zero) == .bytes(5))
    }

    @Test func roundingUpStopsAtTheLimit() throws {
        let largest = try ByteCount(bytes: .max)
        #expect(ByteCount(roundingUp: largest, toMultipleOf: .megabytes(1)) == largest)
        #expect(ByteCount(roundingUp: .bytes(1), toMultipleOf: largest) == largest)
    }

    @Test func roundingUpGivesTheSmallestMultiple() throws {
        var generator = SeededGenerator(seed: testSeed(default: 2))
        for _ in 0..<caseCount() {
            let size = try ByteCount(bytes: Int.random(in: 0...(1 << 50), using: &generator))
            let unit = try ByteCount(bytes: Int.random(in: 1...(1 << 31), using: &generator))
            let rounded = ByteCount(roundingUp: size, toMultipleOf: unit)
            #expect(rounded >= size)
            #expect(rounded.bytes.isMultiple(of: unit.bytes))
            #expect(rounded.bytes - size.bytes < unit.bytes)
        }
    }

    @Test func ordersBySize() {
        #expect(ByteCount.megabytes(512) < .mebibytes(512))
        #expect(ByteCount.mebibytes(1024) == .gibibytes(1))
    }
}
