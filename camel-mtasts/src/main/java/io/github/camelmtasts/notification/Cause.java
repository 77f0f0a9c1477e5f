package io.github.camelmtasts.notification;

import java.util.Optional;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.policy.DomainName;

/**
 * Why a mail was not delivered, in words for its sender, who knows nothing of mail servers. {@link FailureReason#advice()} is
 * for whoever runs this one.
 */
enum Cause {
    REFUSED(
            "The mail system of %s refused your mail. Its answer stands below.",
            "Check the address for typing errors. If it is right, ask the recipient in another way what is wrong."),
    NO_MAIL_THERE(
            "%s takes no mail, or does not exist.",
            "Check what you wrote behind the @ for typing errors, or ask the recipient for another address."),
    TOO_LARGE(
            "Your mail is larger than the mail system of %s takes.",
            "Make it smaller, by fewer or smaller attachments, and send it again."),
    UNFIT(
            "Your mail or an address holds characters that the mail system of %s cannot handle.",
            "Show this message to the people who look after your own mail."),
    NOT_PROTECTED(
            "Your mail may travel only encrypted, and only to a mail system that proves who it is. The one that was found for"
                    + " %s did not do so, and your mail was kept from it.",
            "Only the people who run the mail of %s can mend this. Tell the recipient in another way, and pass this message on."),
    WAY_UNKNOWN(
            "It could not be found out for certain where mail for %s has to go.",
            "Check what you wrote behind the @ for typing errors. If it is right, the people who run %s have to mend it, or"
                    + " those who look after your own mail: show this message to both."),
    NOT_READY(
            "The mail system of %s did not answer, or was not ready to take your mail.",
            "The people who run the mail of %s have to mend it. If it is urgent, tell the recipient in another way."),
    PERHAPS_DELIVERED(
            "The connection with the mail system of %s broke at the very end. Nobody can tell whether your mail arrived.",
            "Ask the recipient before you send it again, or it may arrive twice."),
    OUR_FAULT(
            "Something is wrong with the mail system that should have brought your mail to %s.",
            "Show this message to the people who look after your own mail."),
    NOT_RECORDED(
            "Your mail did not get to %s, and it was not recorded why.",
            "Show this message to the people who look after your own mail.");

    private final String happened;
    private final String help;

    Cause(String happened, String help) {
        this.happened = happened;
        this.help = help;
    }

    /** What happened, in full sentences. */
    String happened(DomainName domain) {
        return happened.replace("%s", domain.toString());
    }

    /** What the sender can do, or who else can mend it; in full sentences. */
    String help(DomainName domain) {
        return help.replace("%s", domain.toString());
    }

    static Cause of(Optional<FailureReason> reason) {
        return reason.map(Cause::of).orElse(NOT_RECORDED);
    }

    private static Cause of(FailureReason reason) {
        return switch (reason) {
            case SERVER_REFUSED -> REFUSED;
            case NULL_MX, NO_SUCH_DOMAIN -> NO_MAIL_THERE;
            case MAIL_TOO_LARGE -> TOO_LARGE;
            case EIGHT_BIT_NOT_OFFERED, SMTPUTF8_NOT_OFFERED -> UNFIT;
            case MX_NOT_IN_POLICY,
                    STARTTLS_NOT_OFFERED,
                    STARTTLS_REFUSED,
                    RESPONSE_INJECTED,
                    TLS_HANDSHAKE,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_NOT_YET_VALID,
                    CERTIFICATE_NOT_TRUSTED,
                    CERTIFICATE_REVOKED,
                    REVOCATION_UNKNOWN,
                    CERTIFICATE_NAME_MISMATCH -> NOT_PROTECTED;
            case POLICY_UNKNOWN,
                    POLICY_UNAVAILABLE,
                    DNS_FAILED,
                    NO_USABLE_HOST,
                    ADDRESS_REFUSED,
                    OTHER_ADDRESS_FAMILY,
                    DOMAIN_VANISHED -> WAY_UNKNOWN;
            case CONNECTION_FAILED, CONNECTION_LOST, SESSION_REFUSED, SERVER_DEFERRED, OUT_OF_TIME -> NOT_READY;
            case POSSIBLY_DELIVERED -> PERHAPS_DELIVERED;
            case AUTHENTICATION_FAILED, MAIL_LOOP, LOCAL_ERROR -> OUR_FAULT;
        };
    }
}
