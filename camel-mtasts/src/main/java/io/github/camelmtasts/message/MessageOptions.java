package io.github.camelmtasts.message;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.mail.AttachmentsContentTransferEncodingResolver;
import org.apache.camel.component.mail.ContentTypeResolver;
import org.apache.camel.component.mail.MailBinding;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** How an exchange becomes a mail: the options of camel-mail that shape a message, under the same names. */
@UriParams
public class MessageOptions implements Cloneable {

    @UriParam(label = "message")
    private @Nullable String to;

    @UriParam(label = "message")
    private @Nullable String cc;

    @UriParam(label = "message")
    private @Nullable String bcc;

    @UriParam(label = "message")
    private @Nullable String from;

    @UriParam(label = "message")
    private @Nullable String replyTo;

    @UriParam(label = "message")
    private @Nullable String subject;

    @UriParam(label = "message")
    private boolean useHeaderRecipients;

    @UriParam(label = "message")
    private boolean useHeaderFrom;

    @UriParam(label = "message")
    private boolean useHeaderSubject;

    @UriParam(label = "message")
    private boolean useHeaderReplyTo;

    @UriParam(label = "message,advanced")
    private boolean allowAddressLiterals;

    @UriParam(label = "message,advanced", defaultValue = "text/plain")
    private String contentType = "text/plain";

    @UriParam(label = "message,advanced", defaultValue = MailConstants.MAIL_ALTERNATIVE_BODY)
    private String alternativeBodyHeader = MailConstants.MAIL_ALTERNATIVE_BODY;

    @UriParam(label = "message,advanced")
    private boolean useInlineAttachments;

    @UriParam(label = "message,advanced")
    private boolean ignoreUnsupportedCharset;

    @UriParam(label = "message,advanced")
    private @Nullable HeaderFilterStrategy headerFilterStrategy;

    @UriParam(label = "message,advanced")
    private @Nullable MailBinding binding;

    @UriParam(label = "message,advanced")
    private @Nullable ContentTypeResolver contentTypeResolver;

    @UriParam(label = "message,advanced")
    private @Nullable AttachmentsContentTransferEncodingResolver attachmentsContentTransferEncodingResolver;

    /** A copy that an endpoint may alter. */
    public MessageOptions copy() {
        try {
            return (MessageOptions) clone();
        } catch (CloneNotSupportedException neverHappens) {
            throw new RuntimeCamelException(neverHappens);
        }
    }

    /** Hands the options to the endpoint that builds the messages. */
    void applyTo(MailEndpoint endpoint, HeaderFilterStrategy headerFilter, String hostname) {
        MailConfiguration configuration = endpoint.getConfiguration();
        if (to != null) {
            configuration.setTo(to);
        }
        if (cc != null) {
            configuration.setCc(cc);
        }
        if (bcc != null) {
            configuration.setBcc(bcc);
        }
        configuration.setFrom(hasNullSender() ? "MAILER-DAEMON@" + hostname : from); // RFC 5322 wants a From field
        configuration.setReplyTo(replyTo);
        configuration.setSubject(subject);
        configuration.setUseHeaderRecipients(useHeaderRecipients && binding != null);
        configuration.setUseHeaderFrom(useHeaderFrom);
        configuration.setUseHeaderSubject(useHeaderSubject);
        configuration.setUseHeaderReplyTo(useHeaderReplyTo);
        configuration.setContentType(contentType);
        configuration.setAlternativeBodyHeader(alternativeBodyHeader);
        configuration.setUseInlineAttachments(useInlineAttachments);
        configuration.setIgnoreUnsupportedCharset(ignoreUnsupportedCharset);
        configuration.setAttachmentsContentTransferEncodingResolver(attachmentsContentTransferEncodingResolver);
        endpoint.setHeaderFilterStrategy(headerFilter);
        endpoint.setContentTypeResolver(contentTypeResolver);
        endpoint.setBinding(
                binding == null
                        ? new PortableBinding(headerFilter, contentTypeResolver, useHeaderRecipients)
                        : binding);
    }

    public @Nullable String getTo() {
        return to;
    }

    /** The To recipients, parted by commas. */
    public void setTo(@Nullable String to) {
        this.to = to;
    }

    public @Nullable String getCc() {
        return cc;
    }

    /** The Cc recipients, parted by commas. */
    public void setCc(@Nullable String cc) {
        this.cc = cc;
    }

    public @Nullable String getBcc() {
        return bcc;
    }

    /** The Bcc recipients, parted by commas. They get the mail, and no header of it names them. */
    public void setBcc(@Nullable String bcc) {
        this.bcc = bcc;
    }

    public @Nullable String getFrom() {
        return from;
    }

    /** Whether the mail has no sender whom anybody could answer: {@code from=<>}. */
    boolean hasNullSender() {
        return from != null && from.strip().equals(EnvelopeReader.NULL_SENDER);
    }

    /** The sender's address, in the From header and in the envelope. There is no default: a mail without a sender is an error. With &lt;&gt; the envelope has the null sender, so that nobody answers, whatever the From header says. */
    public void setFrom(@Nullable String from) {
        this.from = from;
    }

    public @Nullable String getReplyTo() {
        return replyTo;
    }

    /** The Reply-To addresses, parted by commas. */
    public void setReplyTo(@Nullable String replyTo) {
        this.replyTo = replyTo;
    }

    public @Nullable String getSubject() {
        return subject;
    }

    /** The subject of the mail. */
    public void setSubject(@Nullable String subject) {
        this.subject = subject;
    }

    public boolean isUseHeaderRecipients() {
        return useHeaderRecipients;
    }

    /** Whether the message headers To, Cc and Bcc name the recipients, in place of the options to, cc and bcc. Turn it on only where nobody else can set these headers. */
    public void setUseHeaderRecipients(boolean useHeaderRecipients) {
        this.useHeaderRecipients = useHeaderRecipients;
    }

    public boolean isUseHeaderFrom() {
        return useHeaderFrom;
    }

    /** Whether the message header From names the sender, in place of the option from. Turn it on only where nobody else can set this header. */
    public void setUseHeaderFrom(boolean useHeaderFrom) {
        this.useHeaderFrom = useHeaderFrom;
    }

    public boolean isUseHeaderSubject() {
        return useHeaderSubject;
    }

    /** Whether the message header Subject is the subject, in place of the option subject. */
    public void setUseHeaderSubject(boolean useHeaderSubject) {
        this.useHeaderSubject = useHeaderSubject;
    }

    public boolean isUseHeaderReplyTo() {
        return useHeaderReplyTo;
    }

    /** Whether the message header Reply-To counts, in place of the option replyTo. */
    public void setUseHeaderReplyTo(boolean useHeaderReplyTo) {
        this.useHeaderReplyTo = useHeaderReplyTo;
    }

    public boolean isAllowAddressLiterals() {
        return allowAddressLiterals;
    }

    /** Whether sender and recipients may be at an IP address in brackets instead of a domain (RFC 5321 section 4.1.3). No policy protects such mail; allowedAddresses holds for it. */
    public void setAllowAddressLiterals(boolean allowAddressLiterals) {
        this.allowAddressLiterals = allowAddressLiterals;
    }

    public String getContentType() {
        return contentType;
    }

    /** The media type of the body, with its charset: text/html; charset=UTF-8. */
    public void setContentType(String contentType) {
        this.contentType = contentType;
    }

    public String getAlternativeBodyHeader() {
        return alternativeBodyHeader;
    }

    /** The message header that holds the plain-text form of an HTML body; if it is there, the mail is multipart/alternative. */
    public void setAlternativeBodyHeader(String alternativeBodyHeader) {
        this.alternativeBodyHeader = alternativeBodyHeader;
    }

    public boolean isUseInlineAttachments() {
        return useInlineAttachments;
    }

    /** Whether attachments have the disposition inline instead of attachment. */
    public void setUseInlineAttachments(boolean useInlineAttachments) {
        this.useInlineAttachments = useInlineAttachments;
    }

    public boolean isIgnoreUnsupportedCharset() {
        return ignoreUnsupportedCharset;
    }

    /** Whether a charset that this JVM does not know is left out of the mail's content type. */
    public void setIgnoreUnsupportedCharset(boolean ignoreUnsupportedCharset) {
        this.ignoreUnsupportedCharset = ignoreUnsupportedCharset;
    }

    public @Nullable HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    /** Decides which message headers become headers of the mail. The default keeps out those that steer Camel, brokers and tracing. */
    public void setHeaderFilterStrategy(@Nullable HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }

    public @Nullable MailBinding getBinding() {
        return binding;
    }

    /** Turns an exchange into a mail, in place of camel-mail's own way. */
    public void setBinding(@Nullable MailBinding binding) {
        this.binding = binding;
    }

    public @Nullable ContentTypeResolver getContentTypeResolver() {
        return contentTypeResolver;
    }

    /** Finds the media type of an attachment. */
    public void setContentTypeResolver(@Nullable ContentTypeResolver contentTypeResolver) {
        this.contentTypeResolver = contentTypeResolver;
    }

    public @Nullable AttachmentsContentTransferEncodingResolver getAttachmentsContentTransferEncodingResolver() {
        return attachmentsContentTransferEncodingResolver;
    }

    /** Finds the content transfer encoding of an attachment. */
    public void setAttachmentsContentTransferEncodingResolver(
            @Nullable AttachmentsContentTransferEncodingResolver attachmentsContentTransferEncodingResolver) {
        this.attachmentsContentTransferEncodingResolver = attachmentsContentTransferEncodingResolver;
    }
}
