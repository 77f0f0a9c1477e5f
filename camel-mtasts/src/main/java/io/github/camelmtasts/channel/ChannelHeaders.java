package io.github.camelmtasts.channel;

/** The headers with which a mail travels: all are legal names of JMS properties, and the component alone writes them. */
public interface ChannelHeaders {

    /** The {@link TravellingEnvelope} as JSON; the only one that is read. */
    String ENVELOPE = "MtaStsEnvelope";

    /** When the mail may be tried again, in the form of ISO 8601. */
    String NOT_BEFORE = "MtaStsNotBefore";

    /** How long the channel must hold it, in milliseconds; one of at most twelve values. */
    String DELAY = "MtaStsDelay";

    /** Why it was not delivered, for a person. */
    String REASON = "MtaStsReason";

    /** The report about the recipients that the message is for, as JSON. */
    String REPORT = "MtaStsReport";
}
