/**
 * What DNS says: start at {@link io.github.camelmtasts.dns.DnsLookup} (the door), {@link io.github.camelmtasts.dns.DnsMemory} (how
 * long an answer counts) and {@link io.github.camelmtasts.dns.MailHosts} (what an MX answer means). dnsjava is known here and
 * nowhere else; HTTP, stores and Camel are not.
 */
@NullMarked
package io.github.camelmtasts.dns;

import org.jspecify.annotations.NullMarked;
