package io.github.camelmtasts.smtp;

import java.util.Collection;
import java.util.Enumeration;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.policy.Untrusted;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Refuses header fields that would end early: whoever can put a line end into a subject could add recipients, or a body of
 * their own. A folded line (line end, then white space) is one line and passes (RFC 5322 section 2.2.3).
 */
final class HeaderGuard {

    private static final Pattern BREAK = Pattern.compile("\\x00|\\r(?!\\n[ \\t])|(?<!\\r)\\n(?![ \\t])");

    private final HeaderFilterStrategy filter;

    HeaderGuard(HeaderFilterStrategy filter) {
        this.filter = filter;
    }

    /** Looks at what the exchange would put into the mail. */
    void check(Exchange exchange) {
        for (Map.Entry<String, Object> header :
                exchange.getMessage().getHeaders().entrySet()) {
            if (!filter.applyFilterToCamelHeaders(header.getKey(), header.getValue(), exchange)) {
                check(header.getKey(), header.getKey());
                checkValues(header.getKey(), header.getValue());
            }
        }
    }

    private static void checkValues(String name, Object value) {
        if (value instanceof CharSequence text) {
            check(name, text);
        } else if (value instanceof Collection<?> several) {
            several.forEach(each -> check(name, String.valueOf(each)));
        }
    }

    /** Looks at the mail as it is. */
    void check(MimeMessage message) throws MessagingException {
        for (Enumeration<Header> headers = message.getAllHeaders(); headers.hasMoreElements(); ) {
            Header header = headers.nextElement();
            check(header.getName(), header.getValue() == null ? "" : header.getValue());
        }
    }

    private static void check(String name, CharSequence value) {
        if (BREAK.matcher(value).find()) {
            throw new IllegalArgumentException("The header " + Untrusted.text(name, 80)
                    + " holds a line end or NUL, which would break the mail apart; remove it from the value");
        }
    }
}
