package io.github.camelmtasts.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.ProbedHost;
import io.github.camelmtasts.fetch.ProbedPolicyHost;
import io.github.camelmtasts.policy.ShownCertificate;
import io.github.camelmtasts.policy.Untrusted;

/** Writes what hosts showed, for a person at a terminal. */
final class HostText {

    /** Of a certificate; some have a hundred. */
    private static final int MAX_NAMES = 3;

    /** In characters. */
    private static final int MAX_NAMES_LENGTH = 200;

    /** In characters. */
    private static final int MAX_ISSUER = 80;

    private final Page page;

    HostText(Page page) {
        this.page = page;
    }

    void policyHost(PolicyHostCheck check) {
        page.label("Policy host", check.host().toString());
        check.noAddress().ifPresent(failed -> page.item(failed.detail(), ""));
        check.answers().forEach(this::answer);
        check.unseen().forEach(address -> page.item(address.getHostAddress() + "  no time to ask it", "  "));
        if (check.unasked() > 0) {
            page.item("and " + check.unasked() + " more addresses, not asked", "");
        }
        page.gap();
    }

    private void answer(ProbedPolicyHost answer) {
        String http = answer.status().isPresent()
                ? "HTTP " + answer.status().getAsInt() + " "
                        + answer.mediaType().orElse("")
                : "no answer";
        String size = answer.text()
                .map(text -> ", " + HostJson.sizeOf(text) + " bytes")
                .orElse("");
        page.item(
                answer.address().getHostAddress() + "  " + http.strip() + size + ", "
                        + answer.took().toMillis() + " ms",
                "  ");
        leaf(answer.chain(), "  ");
        answer.failure().ifPresent(failed -> page.item("  " + failed.detail(), "  "));
    }

    void mailHosts(DomainView view) {
        page.label("Mail hosts", view.hosts().isEmpty() ? "none" : "by preference");
        for (MxCheck host : view.hosts()) {
            String preference = host.preference().isPresent()
                    ? String.valueOf(host.preference().getAsInt())
                    : "-";
            page.item(String.format(Locale.ROOT, "%3s  %s%s", preference, host.host(), place(host, view)), "     ");
            host.inspection().noAddress().ifPresent(failure -> page.item("     " + failure.detail(), "     "));
            host.inspection().probes().forEach(this::probe);
        }
        page.gap();
    }

    private static String place(MxCheck host, DomainView view) {
        if (view.validPolicy().isEmpty()) {
            return "";
        }
        return host.permitted() ? ", permitted by the policy" : ", not in the policy";
    }

    private void probe(ProbedHost probe) {
        page.item("     " + probe.target().address().getHostAddress() + "  " + tls(probe), "       ");
        leaf(probe.chain(), "       ");
        probe.fault().ifPresent(failure -> page.item("       " + failure.detail(), "       "));
    }

    private static String tls(ProbedHost probe) {
        if (probe.tls().isPresent()) {
            return probe.tls().get().protocol() + (probe.fault().isEmpty() ? ", verified" : ", not verified");
        }
        if (probe.greeting().banner().isEmpty()) {
            return "not met";
        }
        return probe.greeting().offersStartTls() ? "STARTTLS, in vain" : "no STARTTLS";
    }

    private void leaf(List<ShownCertificate> chain, String indent) {
        chain.stream().findFirst().ifPresent(leaf -> page.item(indent + inWords(leaf), indent));
    }

    private static String inWords(ShownCertificate leaf) {
        String names = leaf.names().stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
        String more = leaf.names().size() > MAX_NAMES ? " and " + (leaf.names().size() - MAX_NAMES) + " more" : "";
        return "certificate of " + (names.isEmpty() ? "no DNS name" : Untrusted.text(names, MAX_NAMES_LENGTH)) + more
                + ", until " + leaf.notAfter() + ", by " + Untrusted.text(leaf.issuer(), MAX_ISSUER);
    }
}
