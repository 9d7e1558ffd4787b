import CloudContainers

/// The measurements that Loki adds to an answer: what the simulator can count is counted, the rest is zero.
enum LokiStatistics {
    static func json(bytes: Int, lines: Int, returned: Int) -> JSONValue {
        let cache = zeros(
            "entriesFound entriesRequested entriesStored bytesReceived bytesSent requests downloadTime queryLengthServed"
        )
        var caches = JSONObject()
        for name in [
            "chunk", "index", "result", "statsResult", "volumeResult", "seriesResult", "labelResult",
            "instantMetricResult",
        ] { caches.set(name, .object(cache)) }
        var ingester = zeros("totalReached totalChunksMatched totalBatches totalLinesSent")
        ingester.set("totalLinesSent", .number(returned))
        ingester.set("store", store(bytes: bytes, lines: lines))
        ingester.set("recvWaitTime", 0)
        return [
            "summary": .object(summary(bytes: bytes, lines: lines, returned: returned)),
            "querier": ["store": store(bytes: 0, lines: 0), "querierExecTime": 0], "ingester": .object(ingester),
            "cache": .object(caches),
            "index": [
                "totalChunks": 0, "postFilterChunks": 0, "shardsDuration": 0, "usedBloomFilters": false,
                "totalStreams": 0, "chunkRefsLookupTime": 0, "bloomFilterTime": 0,
            ],
        ]
    }

    private static func summary(bytes: Int, lines: Int, returned: Int) -> JSONObject {
        var summary = zeros(
            """
            bytesProcessedPerSecond linesProcessedPerSecond totalBytesProcessed totalLinesProcessed execTime queueTime \
            subqueries totalEntriesReturned splits shards totalPostFilterLines totalStructuredMetadataBytesProcessed
            """
        )
        summary.set("totalBytesProcessed", .number(bytes))
        summary.set("totalLinesProcessed", .number(lines))
        summary.set("totalEntriesReturned", .number(returned))
        summary.set("splits", 1)
        summary.set("shards", 1)
        summary.set("totalPostFilterLines", .number(lines))
        return summary
    }

    private static func store(bytes: Int, lines: Int) -> JSONValue {
        var store = zeros("totalChunksRef totalChunksDownloaded chunksDownloadTime")
        store.set("queryReferencedStructuredMetadata", false)
        store.set("queryUsedV2Engine", false)
        var chunk = zeros(
            """
            headChunkBytes headChunkLines decompressedBytes decompressedLines compressedBytes totalDuplicates \
            postFilterLines headChunkStructuredMetadataBytes decompressedStructuredMetadataBytes
            """
        )
        chunk.set("headChunkBytes", .number(bytes))
        chunk.set("headChunkLines", .number(lines))
        chunk.set("postFilterLines", .number(lines))
        store.set("chunk", .object(chunk))
        for member in zeros("chunkRefsFetchTime congestionControlLatency pipelineWrapperFilteredLines") {
            store.set(member.name, member.value)
        }
        store.set(
            "dataobj",
            .object(
                zeros(
                    """
                    prePredicateDecompressedRows prePredicateDecompressedBytes \
                    prePredicateDecompressedStructuredMetadataBytes postPredicateRows postPredicateDecompressedBytes \
                    postPredicateStructuredMetadataBytes postFilterRows pagesScanned pagesDownloaded \
                    pagesDownloadedBytes pageBatches totalRowsAvailable totalPageDownloadTime
                    """
                )
            )
        )
        return .object(store)
    }

    private static func zeros(_ names: String) -> JSONObject {
        JSONObject(names.split(separator: " ").map { JSONObject.Member(name: String($0), value: 0) })
    }
}
