package io.github.camelmtasts;

import org.apache.camel.spi.Metadata;

/** The message headers of the component. A send sets those of its result whether it ends well or in an exception. */
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
            description = "The domain that mtasts:resolve is about, in place of the one that the body names.",
            javaType = "String")
    String DOMAIN = "CamelMtaStsDomain";
}
