package io.github.camelmtasts.testkit;

/** The two forms of a policy file: the text of RFC 8461 and the JSON of its drafts up to -06. */
enum PolicyFormat {
    TEXT("/.well-known/mta-sts.txt", "text/plain"),
    JSON("/.well-known/mta-sts.json", "application/json");

    private final String path;
    private final String mediaType;

    PolicyFormat(String path, String mediaType) {
        this.path = path;
        this.mediaType = mediaType;
    }

    String path() {
        return path;
    }

    String mediaType() {
        return mediaType;
    }
}
