// libFuzzer has the entry point.
