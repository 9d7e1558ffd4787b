import CloudContainers
import TestSupport
import Testing

struct ByteCountTextTests {
    @Test(arguments: [
        ("0", 0), ("536870912", 536_870_912), ("512Mi", 536_870_912), ("512MiB", 536_870_912), ("2Gi", 2_147_483_648),
        ("1Ki", 1024), ("1KiB", 1024), ("1Ti", 1 << 40), ("1TiB", 1 << 40), ("2GiB", 2_147_483_648),
        ("512M", 512_000_000), ("512MB", 512_000_000), ("1G", 1_000_000_000), ("1GB", 1_000_000_000), ("1k", 1000),
        ("1kB", 1000), ("1T", 1_000_000_000_000), ("1TB", 1_000_000_000_000), ("1.5Gi", 1_610_612_736),
        ("0.5k", 500), ("1.0", 1), ("24.456G", 24_456_000_000), ("9223372036854775807", Int.max),
        ("0.0000000000009094947017729282379150390625Ti", 1),
    ])
    func readsBytesAndUnits(text: String, bytes: Int) throws {
        #expect(try ByteCount(parsing: text).bytes == bytes)
    }

    @Test(arguments: [
        (0, "0", "0 bytes"), (1, "1", "1 byte"), (512, "512", "512 bytes"),
        (123_457, "123457", "123,457 bytes"), (1000, "1k", "1 kB (1,000 bytes)"), (1024, "1Ki", "1 KiB (1,024 bytes)"),
        (536_870_912, "512Mi", "512 MiB (536,870,912 bytes)"), (2_147_483_648, "2Gi", "2 GiB (2,147,483,648 bytes)"),
        (537_000_000, "537M", "537 MB (537,000,000 bytes)"), (2_048_000_000, "2048M", "2,048 MB (2,048,000,000 bytes)"),
        (24_456_000_000, "24456M", "24,456 MB (24,456,000,000 bytes)"),
        (1_000_000_000, "1G", "1 GB (1,000,000,000 bytes)"),
        (1_610_612_736, "1536Mi", "1,536 MiB (1,610,612,736 bytes)"),
        (1 << 40, "1Ti", "1 TiB (1,099,511,627,776 bytes)"),
        (Int.max, "9223372036854775807", "9,223,372,036,854,775,807 bytes"),
    ])
    func writesTheLargestExactUnit(bytes: Int, text: String, explained: String) throws {
        let size = try ByteCount(bytes: bytes)
        #expect(size.description == text)
        #expect(size.explained == explained)
    }

    @Test(arguments: [
        Refusal("", "the size is empty", nil),
        Refusal(" 1Gi", "the size has blanks around it", "1Gi"),
        Refusal("\u{661}Gi", "the size has a character that is not plain ASCII", nil),
        Refusal("1\u{212A}i", "the size has a character that is not plain ASCII", nil),
        Refusal("-512Mi", "the size is negative", nil),
        Refusal("+512Mi", "the size has a sign", "512Mi"),
        Refusal("plenty", "the size does not start with a number", nil),
        Refusal("Mi", "the size does not start with a number", nil),
        Refusal(".5Gi", "the size does not start with a number", "0.5Gi"),
        Refusal("1.Gi", "the size has a point with no digit after it", "1Gi"),
        Refusal("1e3Mi", "the size has an exponent", "1000Mi"),
        Refusal("1E18", "the size has an exponent", "1000000000000000000"),
        Refusal("1E19", "the size has an exponent", nil),
        Refusal("1,024", "the size has a mark between its digits", nil),
        Refusal("1_024Mi", "the size has a mark between its digits", "1024Mi"),
        Refusal("512 MiB", "the size has a blank between the number and the unit", "512MiB"),
        Refusal("512\t\tMi", "the size has a blank between the number and the unit", "512Mi"),
        Refusal("1 apple", "the unit \"apple\" is not known", nil),
        Refusal("1Pi", "the unit \"Pi\" is not known", nil),
        Refusal("512B", "the unit \"B\" is not written after bytes", "512"),
        Refusal("512 bytes", "the unit \"bytes\" is not written after bytes", "512"),
        Refusal(
            "512mb",
            "the unit \"mb\" is not written like this, and capitals tell binary from decimal",
            "512MiB"
        ),
        Refusal(
            "512 mb",
            "the unit \"mb\" is not written like this, and capitals tell binary from decimal",
            "512MiB"
        ),
        Refusal(
            "512mib",
            "the unit \"mib\" is not written like this, and capitals tell binary from decimal",
            "512MiB"
        ),
        Refusal("2gb", "the unit \"gb\" is not written like this, and capitals tell binary from decimal", "2GiB"),
        Refusal("2KB", "the unit \"KB\" is not written like this, and capitals tell binary from decimal", "2KiB"),
        Refusal("2K", "the unit \"K\" is not written like this, and capitals tell binary from decimal", "2KiB"),
        Refusal("2tib", "the unit \"tib\" is not written like this, and capitals tell binary from decimal", "2TiB"),
        Refusal("512m", "the unit \"m\" is a thousandth of a byte in Kubernetes and a MiB in Docker", "512MiB"),
        Refusal(
            "99999999999mb",
            "the unit \"mb\" is not written like this, and capitals tell binary from decimal",
            "99999999999MiB"
        ),
        Refusal(
            "99999999999999tb",
            "the unit \"tb\" is not written like this, and capitals tell binary from decimal",
            nil
        ),
        Refusal("0.1Ki", "the size is not a whole number of bytes", "103"),
        Refusal("0.5", "the size is not a whole number of bytes", "1"),
        Refusal("0.00001k", "the size is not a whole number of bytes", "1"),
        Refusal("9223372036854775808", "the size is too large", nil),
        Refusal("9223372036854775807.5", "the size is too large", nil),
        Refusal("8388608Ti", "the size is too large", nil),
        Refusal("99999999999999999999999Gi", "the size is too large", nil),
    ])
    func refusesWithReasonAndReplacement(refusal: Refusal) throws {
        let diagnostic = try #require(TextForm.size.diagnostic(refusal.text))
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.value == (refusal.text.isEmpty ? nil : refusal.text.replacing("\t", with: "\\u{9}")))
        #expect(
            diagnostic.allowed
                == (refusal.problem == "the size is too large"
                    ? "at most 9223372036854775807 bytes"
                    : "bytes, or a number with Ki, Mi, Gi, Ti (binary) or k, M, G, T (decimal), such as 512Mi or 512M")
        )
        #expect(diagnostic.replacement == refusal.replacement)
        if let replacement = diagnostic.replacement { _ = try ByteCount(parsing: replacement) }
    }

    @Test func namesBothReadingsOfACarelessUnit() {
        #expect(
            TextForm.size.diagnostic("512mb")?.advice
                == "Write 512MiB (MiB is 2^20, 536,870,912 bytes) or 512MB (MB is 10^6, 512,000,000 bytes)."
        )
    }

    @Test func keepsAReadingWithoutBytesWhereItIsNotExactOrTooLarge() {
        #expect(
            TextForm.size.diagnostic("0.1kb")?.advice
                == "Write 0.1KiB (KiB is 2^10) or 0.1kB (kB is 10^3, 100 bytes)."
        )
        #expect(
            TextForm.size.diagnostic("99999999999999tb")?.advice
                == "Write 99999999999999TiB (TiB is 2^40) or 99999999999999TB (TB is 10^12)."
        )
    }

    @Test func advisesToRoundUpToAWholeByte() {
        #expect(TextForm.size.diagnostic("0.1Ki")?.advice == "Round up to a whole byte: 103.")
    }

    @Test func everyDescriptionReadsBack() throws {
        var generator = SeededGenerator(seed: testSeed(default: 3))
        let units = [1, 1000, 1024, 1_000_000, 1 << 20, 1_000_000_000, 1 << 30, 1_000_000_000_000, 1 << 40]
        for index in 0..<18_000 {
            let unit = units[index % units.count]
            let number = Int.random(in: 0...Int.max / unit, using: &generator)
            let size = try ByteCount(bytes: (number >> Int.random(in: 0...60, using: &generator)) * unit)
            #expect(try ByteCount(parsing: size.description) == size)
        }
    }
}
