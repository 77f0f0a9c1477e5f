package io.github.camelmtasts.check;

/** The kinds of findings that no failure of a fetch or of a delivery has a name for. */
enum FindingCode {
    /** No TXT record announces a policy. */
    RECORD_MISSING(Severity.WARNING, "RFC 8461 section 3.1", Mender.DOMAIN_OWNER, Remedy.PUBLISH),
    /** The record stands at the domain itself. */
    RECORD_MISPLACED(Severity.ERROR, "RFC 8461 section 3.1", Mender.DOMAIN_OWNER, Remedy.MOVE_RECORD),
    /** Several records: senders act as if there were none. */
    RECORD_AMBIGUOUS(Severity.ERROR, "RFC 8461 section 3.1", Mender.DOMAIN_OWNER, Remedy.LEAVE_ONE),
    /** The record breaks the grammar. */
    RECORD_MALFORMED(Severity.ERROR, "RFC 8461 section 3.1", Mender.DOMAIN_OWNER, Remedy.RECORD_FORM),
    /** DNS could not say whether there is a record. */
    RECORD_UNKNOWN(Severity.UNKNOWN, "RFC 8461 section 3.1", Mender.NAME_SERVERS, Remedy.NAME_SERVERS),
    /** There is a policy, and no record that announces it. */
    POLICY_UNANNOUNCED(Severity.WARNING, "RFC 8461 section 3.1", Mender.DOMAIN_OWNER, Remedy.PUBLISH_RECORD),
    /** The policy as a whole breaks the grammar. */
    POLICY_INVALID(Severity.ERROR, "RFC 8461 section 3.2", Mender.DOMAIN_OWNER, Remedy.POLICY),
    /** A line breaks the grammar. */
    POLICY_LINE_BROKEN(Severity.ERROR, "RFC 8461 section 3.2", Mender.DOMAIN_OWNER, Remedy.LINE),
    /** A field is nearly one of the standard. */
    POLICY_FIELD_MISSPELT(Severity.WARNING, "RFC 8461 section 3.2", Mender.DOMAIN_OWNER, Remedy.LINE),
    /** A field is none of the standard. */
    POLICY_FIELD_UNKNOWN(Severity.NOTE, "RFC 8461 section 3.2", Mender.DOMAIN_OWNER, Remedy.EXTENSION),
    /** A field stands there twice. */
    POLICY_FIELD_REPEATED(Severity.WARNING, "RFC 8461 section 3.2", Mender.DOMAIN_OWNER, Remedy.LEAVE_ONE),
    /** This machine had no time to ask an address of the policy host. */
    POLICY_UNSEEN(Severity.UNKNOWN, "RFC 8461 section 3.3", Mender.YOU, Remedy.LOOK_AGAIN),
    /** Two addresses of the policy host serve two policies. */
    POLICY_DIFFERS_BY_ADDRESS(Severity.WARNING, "RFC 8461 section 3.3", Mender.DOMAIN_OWNER, Remedy.SAME_POLICY),
    /** The certificate of the policy host ends before the policy does. */
    POLICY_CERTIFICATE_EXPIRES(Severity.WARNING, "RFC 8461 section 3.3", Mender.DOMAIN_OWNER, Remedy.RENEW),
    /** The policy asks for nothing yet. */
    MODE_TESTING(Severity.WARNING, "RFC 8461 section 5", Mender.DOMAIN_OWNER, Remedy.ENFORCE),
    /** It has been so for long. */
    TESTING_FOR_LONG(Severity.WARNING, "RFC 8461 section 5", Mender.DOMAIN_OWNER, Remedy.ENFORCE),
    /** The policy asks for nothing. */
    MODE_NONE(Severity.WARNING, "RFC 8461 section 5", Mender.DOMAIN_OWNER, Remedy.NONE),
    /** The policy is soon forgotten. */
    MAX_AGE_SHORT(Severity.WARNING, "RFC 8461 section 3.2", Mender.DOMAIN_OWNER, Remedy.MAX_AGE),
    /** The policy covers hosts of others. */
    MX_PATTERN_TOO_BROAD(Severity.WARNING, "RFC 8461 section 4.1", Mender.DOMAIN_OWNER, Remedy.PATTERN),
    /** The policy covers more than there is. */
    MX_PATTERN_UNUSED(Severity.NOTE, "RFC 8461 section 4.1", Mender.DOMAIN_OWNER, Remedy.UNUSED),
    /** The domain does not exist. */
    NO_SUCH_DOMAIN(Severity.ERROR, "RFC 5321 section 5.1", Mender.DOMAIN_OWNER, Remedy.DOMAIN),
    /** The domain takes no mail, and says so. */
    NULL_MX(Severity.NOTE, "RFC 7505 section 3", Mender.DOMAIN_OWNER, Remedy.NULL_MX),
    /** There is no MX record, so that the domain itself is the host. */
    MX_IMPLICIT(Severity.NOTE, "RFC 5321 section 5.1", Mender.DOMAIN_OWNER, Remedy.MX_RECORD),
    /** No MX record names a host. */
    MX_UNUSABLE(Severity.ERROR, "RFC 5321 section 5.1", Mender.DOMAIN_OWNER, Remedy.MX_RECORD),
    /** DNS could not say which hosts take mail. */
    MX_UNKNOWN(Severity.UNKNOWN, "RFC 5321 section 5.1", Mender.NAME_SERVERS, Remedy.NAME_SERVERS),
    /** The certificate of an MX host ends before the policy does. */
    MX_CERTIFICATE_EXPIRES(Severity.WARNING, "RFC 8461 section 4.2", Mender.MAIL_HOST, Remedy.RENEW),
    /** No MX host does what the policy asks. */
    MAIL_LOCKED_OUT(Severity.ERROR, "RFC 8461 section 5", Mender.DOMAIN_OWNER, Remedy.LOCKED_OUT),
    /** Somebody has no IPv6 address. */
    NO_IPV6(Severity.NOTE, "RFC 5321 section 5.2", Mender.DOMAIN_OWNER, Remedy.IPV6),
    /** No IPv6 address of anybody answers, so that the fault may be ours. */
    IPV6_UNSEEN(Severity.NOTE, "RFC 5321 section 5.2", Mender.YOU, Remedy.LOOK_ELSEWHERE),
    /** Nobody gets the reports of senders. */
    REPORTS_UNWANTED(Severity.NOTE, "RFC 8460 section 3", Mender.DOMAIN_OWNER, Remedy.REPORTS);

    /** The remedy of what this machine had no time for. */
    static final String LOOK_AGAIN = Remedy.LOOK_AGAIN;

    private interface Remedy {
        String PUBLISH = "the owner of the domain may publish a policy, and then the record that announces it";
        String MOVE_RECORD = "the owner of the domain must move the record to the name _mta-sts below the domain";
        String LEAVE_ONE = "the owner of the domain must leave one of them";
        String RECORD_FORM = "the owner of the domain must write it so: v=STSv1; id=20240131;";
        String NAME_SERVERS = "the owner of the domain must mend its name servers, or you your resolver";
        String PUBLISH_RECORD = "the owner of the domain must publish the record, or take the policy away";
        String POLICY = "the owner of the domain must mend the policy";
        String LINE = "the owner of the domain must mend this line of the policy";
        String EXTENSION = "nothing need be done, unless another field is meant";
        String SAME_POLICY = "the owner of the domain must have every address serve the same policy";
        String RENEW = "see that it is renewed in time";
        String ENFORCE = "the owner of the domain may set mode: enforce, and a new id, once reports tell of no failure";
        String NONE = "nothing need be done if the domain is leaving MTA-STS; else its owner must set mode: enforce";
        String MAX_AGE = "the owner of the domain should set max_age to some weeks at least";
        String PATTERN = "the owner of the domain should name the hosts one by one, or by a narrower pattern";
        String UNUSED = "the owner of the domain may take it out, unless such a host is to come or has just gone";
        String DOMAIN = "look whether the name is spelt right; else its owner must mend its registration";
        String NULL_MX = "nothing need be done";
        String MX_RECORD = "the owner of the domain should publish MX records that name its mail hosts";
        String LOCKED_OUT = "the owner of the domain must mend one host at least, or set mode: testing and a new id";
        String IPV6 = "nothing need be done, unless senders without IPv4 count";
        String LOOK_ELSEWHERE = "you may look again from a machine that has IPv6";
        String LOOK_AGAIN = "you may look again when this machine has less to do";
        String REPORTS =
                "the owner of the domain should publish a record such as v=TLSRPTv1; rua=mailto:tls@example.com";
    }

    private final Severity severity;
    private final String section;
    private final Mender mender;
    private final String remedy;

    FindingCode(Severity severity, String section, Mender mender, String remedy) {
        this.severity = severity;
        this.section = section;
        this.mender = mender;
        this.remedy = remedy;
    }

    /** As it stands in reports. */
    String text() {
        return Finding.kebab(this);
    }

    Finding of(String sentence) {
        return of(severity, sentence);
    }

    /** Where it is graver, or less grave, than usual. */
    Finding of(Severity other, String sentence) {
        return new Finding(other, text(), sentence, remedy, section, mender);
    }
}
