import Testing

/// An encoded hash and its secret, made by another implementation: argon2-cffi 25.1.0 of Python, which holds the
/// reference implementation in C.
struct Argon2Vector: Sendable, CustomTestStringConvertible {
    var secret: String
    var encoded: String

    var testDescription: String { encoded }

    init(_ secret: String, _ encoded: String) {
        self.secret = secret
        self.encoded = encoded
    }

    static let all = [
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=8,t=1,p=1$c2l4dGVlbiBieXRlIHNhbA$pe4hQlqJD8BUkOgqkUXZ8nJg0sZ6xlBZ1UiKhDJWw0A"
        ),
        Argon2Vector(
            "",
            "$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiAxNiBieXRlcw$UYNQx2pgcS37EiWDHi3xJU1VNqyraHvbqpccDxoedI4"
        ),
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=256,t=1,p=1$c2l4dGVlbiBieXRlIHNhbA$XCITAD6H76fY0uzwmyDXCD16uZ8Hb1Kq/srCaeNx2Cw"
        ),
        Argon2Vector(
            "sample word with spaces",
            "$argon2id$v=19$m=64,t=2,p=2$c2FsdCBvZiAxNiBieXRlcw$RcXJ+ClM6XlrHl7VWqxoSDpI4L/hZOLm77tSIcLh8Lc"
        ),
        // Memory that is no multiple of four blocks a lane.
        Argon2Vector(
            "prøve-hemmelighet 🔑",
            "$argon2id$v=19$m=37,t=3,p=2$c2FsdCBvZiAxNiBieXRlcw$08n2OdA5APWZE9MDIUmy7f7I7V+dutXDcKLSi4Ut5Vo"
        ),
        Argon2Vector("sample-secret", "$argon2id$v=19$m=71,t=2,p=3$ZWlnaHQgYnk$qDFfpJ8NuEGCasw5sehwhA"),
        Argon2Vector("sample-secret", "$argon2id$v=19$m=32,t=10,p=4$c2FsdCBvZiAxNiBieXRlcw$waPClQ"),
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=100,t=2,p=1$ZWxldmVuIGJ5dGU$VAHO7AkBBLjrhCI4DgUti/LJ7OLIwHbE5AZ+cw2n7fNa"
        ),
        // The longest hash, and the longest salt.
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=100,t=2,p=1$YSBzYWx0IG9mIGFzIG1hbnkgYXMgdGhpcnR5LXR3byE$"
                + "Yp4whAYiusbm4JsaIpqJNtYIIBEkAZjMfxF+O2YQZPqNDCboOQWP4XupsyVR+alLsbB7VgStJu2mMfPkSd7Ttw"
        ),
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=100,t=2,p=1$YSBzYWx0IG9mIGFzIG1hbnkgYXMgc2l4dHktZm91ciBieXRlcywgd2hpY2ggYXJlIHRoZSBt"
                + "b3N0IGhlcmUuLg$dTEVs1YVnISUJNHJKiBuy14Mtc81lI4senVhAc/oxhEth4bFWMDjc6bLmlMWrBuRhCNvZ6qPaHaqpHTkPua4"
        ),
        // The most lanes, with the least memory for them.
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=2040,t=1,p=255$AP8QgAD/EIAA/xCAAP8QgA$ShOvRqymuhWqd7+8T5EMbwVVR5wmS3eXkwhgX48Ty2g"
        ),
        // Segments of more than 128 blocks, which need several blocks of addresses.
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=4096,t=1,p=1$c2FsdCBvZiAxNiBieXRlcw$M3F+hXs67diRcAAEbjqdcALhWbVp7jya7fS6q8nhQPw"
        ),
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=1111,t=3,p=5$c2FsdCBvZiAxNiBieXRlcw$80+0m76mAQ3B57Qv/dtHwIULgtUp7OC8kkW8nm10a6Q"
        ),
        Argon2Vector(
            String(repeating: "a sample of many letters ", count: 12),
            "$argon2id$v=19$m=128,t=1,p=4$c2FsdCBvZiAxNiBieXRlcw$1N80Sjg0NUUFmn4w0XxjPs42FG9dM4FAlV2frduyv98"
        ),
        Argon2Vector(
            String(repeating: "x", count: 128),
            "$argon2id$v=19$m=16,t=2,p=2$c2FsdCBvZiAxNiBieXRlcw$kg9ftaAcWBMcxJzCOJe9ebUlSaSdHS6q/kKIIOd/9BY"
        ),
    ]

    /// The one with the costs that Scaleway's API has.
    static let reference = Argon2Vector(
        "sample-secret",
        "$argon2id$v=19$m=65536,t=3,p=64$c2FsdCBvZiAxNiBieXRlcw$N4KiIab8RKcryeh7TtFcbHHaorhmHrM1a5uZvmK0vjo"
    )

    /// Those with hashes that only wider limits allow.
    static let long = [
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiAxNiBieXRlcw$"
                + "Bzb18KEp1Dcnlb9cEomvCV9D8MiSUPhuctxTCTTzhOcX8QZz+WoDCLVhsY9mK5wTpJz6MAZyyD/cv0Bphjj9Yhs"
        ),
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiAxNiBieXRlcw$"
                + "uxQDZbh7ebX4jWqDWgM6ftmH6vzanf/MHPCWyTh45YtsyWAZ2lIk/ssICGUa8IONzZt+HjZiDkGGJw4PD+s9Za5+X/x9Tx78O3rE8aK/"
                + "S3yuPGM6yQfzKT1deqOwLFgN"
        ),
        Argon2Vector(
            "sample-secret",
            "$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiAxNiBieXRlcw$"
                + "XsodBJg/7Ipm4o820TMZ1yRyy8/pZ4+McDexkiCASB4RKMmGYzq+Km1pyzeBZWKL75C4b9cR4T1yAypgDcCiiXH397aEaf0/9eQH5bdT"
                + "FqUY7233TIZS+Rskg6KPv35qug"
        ),
    ]
}
