package io.github.camelmtasts;

import io.github.camelmtasts.channel.ChannelHeaders;
import org.apache.camel.spi.Metadata;

/** The message headers of the component. A send sets those of its result whether it ends well or in an
 * exception; those that travel are on the messages to {@code retryUri} and {@code deadLetterUri}. */
public interface MtaStsConstants {

    @Metadata(
            label = "producer",
            description = "What came of the mail: DELIVERED, DEFERRED or FAILED; for several recipients the worst.",
            javaType = "String")
    String OUTCOME = "CamelMtaStsOutcome";

    @Metadata(
            label = "producer",
            description = "The whole report, recipient by recipient, with the evidence; toJson() renders it.",
            javaType = "io.github.camelmtasts.delivery.DeliveryReport")
    String REPORT = "CamelMtaStsReport";

    @Metadata(
            label = "producer",
            description =
                    "The mode of the policy under which the mail went, or did not go: enforce, testing, none, or unknown"
                            + " if nobody could say. Of the recipient whom the outcome speaks of. Not set if nobody asked, since the domain"
                            + " takes no mail.",
            javaType = "String")
    String POLICY_MODE = "CamelMtaStsPolicyMode";

    @Metadata(
            label = "producer",
            description =
                    "The MX host that took the mail, or the last one that was connected to. Not set if there was none.",
            javaType = "String")
    String MX_HOST = "CamelMtaStsMxHost";

    @Metadata(
            label = "producer",
            description = "Why the mail was not delivered: a constant of FailureReason. Not set if it was.",
            javaType = "String")
    String REASON = "CamelMtaStsReason";

    @Metadata(
            label = "producer",
            description =
                    "What the notification tells that mtasts:dsn made: FAILED or DELAYED; NONE if there is nobody or nothing"
                            + " to tell, and no body.",
            javaType = "String")
    String NOTIFICATION = "CamelMtaStsNotification";

    @Metadata(
            label = "producer",
            description =
                    "How far the policy of the one domain of mtasts:rollover has come: REFUSED, SERVED, VERIFIED, ANNOUNCED,"
                            + " SETTLED, REMOVABLE or REMOVED.",
            javaType = "String")
    String STAGE = "CamelMtaStsStage";

    @Metadata(
            label = "producer",
            description =
                    "The id of the record that the one domain of mtasts:rollover should have in DNS now. Not set as long as the"
                            + " record must stay as it is.",
            javaType = "String")
    String RECORD_ID = "CamelMtaStsRecordId";

    @Metadata(
            label = "producer",
            description =
                    "The domain that mtasts:resolve or mtasts:check is about, in place of the one that the body names.",
            javaType = "String")
    String DOMAIN = "CamelMtaStsDomain";

    @Metadata(
            label = "producer",
            description = "What a mail must not forget on its way through retryUri or deadLetterUri, as JSON: sender,"
                    + " recipients, attempts so far. Only read with useEnvelopeHeaders=true.",
            javaType = "String")
    String ENVELOPE = ChannelHeaders.ENVELOPE;

    @Metadata(
            label = "producer",
            description = "On a message to retryUri: when the mail may be tried again, such as 2026-11-24T09:00:00Z.",
            javaType = "String")
    String NOT_BEFORE = ChannelHeaders.NOT_BEFORE;

    @Metadata(
            label = "producer",
            description =
                    "On a message to retryUri: how many milliseconds the channel must hold it; one of at most twelve values.",
            javaType = "Long")
    String DELAY = ChannelHeaders.DELAY;

    @Metadata(
            label = "producer",
            description = "On a message to retryUri or deadLetterUri: why the mail was not delivered, for a person.",
            javaType = "String")
    String TRAVELLING_REASON = ChannelHeaders.REASON;

    @Metadata(
            label = "producer",
            description =
                    "On a message to deadLetterUri: the report about its recipients, as JSON; mtasts:dsn reads it.",
            javaType = "String")
    String TRAVELLING_REPORT = ChannelHeaders.REPORT;
}
