/// An authority, and a certificate for `localhost` alone that it signed, valid until 2126.
///
/// They were made for these tests with `openssl` and are worth nothing elsewhere: nothing trusts the authority, whose own key was
/// not kept, and the key of the server is public here. DER as base64.
enum TestCertificates {
    static let authority = """
        MIIBqjCCAVGgAwIBAgIUPIh+vNlFVSAX7EpYms+LkMb7FzMwCgYIKoZIzj0EAwIwIjEgMB4GA1UEAwwXY2xvdWRjdGwgdGVzdCBh\
        dXRob3JpdHkwIBcNMjYxMTIxMTMwMjI0WhgPMjEyNjEwMjgxMzAyMjRaMCIxIDAeBgNVBAMMF2Nsb3VkY3RsIHRlc3QgYXV0aG9y\
        aXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEwq/OfU2PRSSTYNDPJgQJldiVebGthmpXwfIste2Su3JMJe8tWvsIONjC+6ft\
        iFB6CbL8yhV0baYS1pfKp5hbJKNjMGEwHQYDVR0OBBYEFOJhwaF2hUE6KcZp8sWBS9zGCLyAMB8GA1UdIwQYMBaAFOJhwaF2hUE6\
        KcZp8sWBS9zGCLyAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMAoGCCqGSM49BAMCA0cAMEQCIGKdy0yLvnub/kry\
        E0d2QoTKTAtLblM9Gtxn6PRoSxpKAiA9PTje+FFzYqR++ViL4hbCFyreJk/LiVRHSug5Gw0qpA==
        """

    static let server = """
        MIIBvTCCAWOgAwIBAgIUUZD/F4yc1ohBnKYk1KDSV4GsoRkwCgYIKoZIzj0EAwIwIjEgMB4GA1UEAwwXY2xvdWRjdGwgdGVzdCBh\
        dXRob3JpdHkwIBcNMjYxMTIxMTMwMjI0WhgPMjEyNjEwMjgxMzAyMjRaMB8xHTAbBgNVBAMMFGNsb3VkY3RsIHRlc3Qgc2VydmVy\
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPcCvKHB/72QnqRILayJKXWJvHGmmnT27yEjiCUG/y2X5vswEeRkJaaoncgOvr4is\
        rT1I0ZgEQWpK7hoe0c181KN4MHYwFAYDVR0RBA0wC4IJbG9jYWxob3N0MAkGA1UdEwQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEw\
        HQYDVR0OBBYEFPBDbTSf60rGRMPwEzdiDozFlb2bMB8GA1UdIwQYMBaAFOJhwaF2hUE6KcZp8sWBS9zGCLyAMAoGCCqGSM49BAMC\
        A0gAMEUCIQC3ljjvG6TLqdKeDyivpIt4nYrHewQ2xBYGHglkyTFW2gIgXPD5K9TXiI0opppurEH78PUct40s6WSDLz+71wvEx0k=
        """

    static let serverKey = """
        MHcCAQEEIIMUFA1zvwZzU5G0vD048Z2sE0djAv1e9Gw8hTm9W6ZcoAoGCCqGSM49AwEHoUQDQgAEPcCvKHB/72QnqRILayJKXWJv\
        HGmmnT27yEjiCUG/y2X5vswEeRkJaaoncgOvr4isrT1I0ZgEQWpK7hoe0c181A==
        """

    /// A certificate for `localhost` that is its own authority and was valid in January 2020 only.
    static let expired = """
        MIIBXzCCAQWgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwHhcNMjAwMTAxMDAwMDAwWhcNMjAwMjAx\
        MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQbumwyKftreYn8NlhfdVUxF5MZ\
        USM/s4sudHZrNLXd+4L19mm/XTyaeVG35IiK5hrATz91X/+INBlhiKa1bjnDo0gwRjAUBgNVHREEDTALgglsb2NhbGhvc3QwDwYD\
        VR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU6cnvNMbFmyhPDdlagCcruC/QlQYwCgYIKoZIzj0EAwIDSAAwRQIgX3Xw+CQ3E52ntINY\
        vABcYbAH9pCVtvuyBNH0mlVoBRkCIQDK60ohRe71FjAjtEvw4HP+E9s3SL5JOvInGFaH63HO5w==
        """

    static let expiredKey = """
        MHcCAQEEIPO9Y6zquq2Y4j1gOvpMH0yvrRS5LiBNRGdZKOMoJvmXoAoGCCqGSM49AwEHoUQDQgAEG7psMin7a3mJ/DZYX3VVMReT\
        GVEjP7OLLnR2azS13fuC9fZpv108mnlRt+SIiuYawE8/dV//iDQZYYimtW45ww==
        """
}
