package io.github.camelmtasts.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.DeliveryPlan;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.ProbedHost;

/** What there is to say about the MX hosts of a domain. */
final class MxJudge {

    /** Whoever is not met may be so from here alone. */
    private static final Set<FailureReason> NOT_MET = Set.of(
            FailureReason.CONNECTION_FAILED,
            FailureReason.CONNECTION_LOST,
            FailureReason.SESSION_REFUSED,
            FailureReason.LOCAL_ERROR);

    /** What says nothing about the host, whoever else was met. */
    private static final Set<FailureReason> UNSEEN = Set.of(FailureReason.DNS_FAILED, FailureReason.OUT_OF_TIME);

    private final DomainView view;
    private final boolean anyoneMet;
    private final boolean ipv6Unseen;

    private MxJudge(DomainView view) {
        this.view = view;
        this.anyoneMet = view.hosts().stream()
                .flatMap(host -> host.inspection().probes().stream())
                .anyMatch(probe -> probe.greeting().ehlo().isPresent());
        this.ipv6Unseen = IpFamilies.isIpv6Unseen(view);
    }

    static List<Finding> findings(DomainView view) {
        String domain = view.domain().toString();
        return view.mailHosts()
                .fold(
                        hosts -> new MxJudge(view).onHosts(),
                        () -> List.of(FindingCode.NULL_MX.of(domain + " takes no mail: its MX record is null")),
                        () -> List.of(FindingCode.NO_SUCH_DOMAIN.of(domain + " does not exist in DNS")),
                        detail -> List.of(FindingCode.MX_UNUSABLE.of(domain + " cannot get mail: " + detail)),
                        us -> List.of(),
                        detail -> List.of(FindingCode.MX_UNKNOWN.of(
                                "DNS could not say which hosts take mail for " + domain + " (" + detail + ")")));
    }

    private List<Finding> onHosts() {
        List<Finding> findings = new ArrayList<>();
        boolean open = view.hosts().stream().anyMatch(MxCheck::mayBeOpen);
        if (view.hasEnforcePolicy() && anyoneMet && !open) {
            findings.add(lockedOut());
        }
        for (MxCheck host : view.hosts()) {
            findings.addAll(onHost(host, open));
        }
        return findings;
    }

    private Finding lockedOut() {
        String nobody = "no MX host of " + view.domain() + " does what the policy asks: ";
        return view.isEnforced()
                ? FindingCode.MAIL_LOCKED_OUT.of(nobody + "mail of all who honour MTA-STS waits")
                : FindingCode.MAIL_LOCKED_OUT.of(
                        Severity.WARNING, nobody + "once a valid record announces it, all mail will wait");
    }

    private List<Finding> onHost(MxCheck host, boolean another) {
        List<Finding> findings = new ArrayList<>();
        if (host.preference().isEmpty()) {
            findings.add(FindingCode.MX_IMPLICIT.of(
                    view.domain() + " has no MX record, so that its mail goes to the host of that name"));
        }
        if (!host.permitted()) {
            findings.add(Finding.of(Severity.WARNING, host.host().toString(), DeliveryPlan.notInPolicy(host.host())));
        }
        host.inspection()
                .noAddress()
                .ifPresent(failure -> findings.add(Finding.of(
                        severityOf(failure, host, another), host.host().toString(), failure)));
        byReason(host).values().forEach(alike -> findings.add(onProbes(alike, host, another)));
        certificateOf(host)
                .flatMap(seen -> Expiry.of(
                        FindingCode.MX_CERTIFICATE_EXPIRES,
                        host.host().toString(),
                        seen.chain().get(0),
                        view))
                .ifPresent(findings::add);
        return findings;
    }

    /** One finding for all addresses where a host fails alike. */
    private Map<FailureReason, List<ProbedHost>> byReason(MxCheck host) {
        return host.inspection().probes().stream()
                .filter(probe -> probe.fault().isPresent())
                .filter(probe ->
                        !(ipv6Unseen && IpFamilies.isIpv6(probe.target().address())))
                .collect(Collectors.groupingBy(
                        probe -> probe.fault().orElseThrow().reason(), LinkedHashMap::new, Collectors.toList()));
    }

    private Finding onProbes(List<ProbedHost> alike, MxCheck host, boolean another) {
        Failure failure = alike.get(0).fault().orElseThrow();
        boolean everywhere = alike.size() == host.inspection().probes().size();
        String where = everywhere
                ? host.host().toString()
                : host.host() + " at "
                        + alike.stream()
                                .map(probe -> probe.target().address().getHostAddress())
                                .collect(Collectors.joining(", "));
        return Finding.of(severityOf(failure, host, another), where, failure);
    }

    /** Of a failure where mail may find another way in. */
    private Severity severityOf(Failure failure, MxCheck host, boolean another) {
        FailureReason reason = failure.reason();
        if (UNSEEN.contains(reason) || (NOT_MET.contains(reason) && !anyoneMet)) {
            return Severity.UNKNOWN;
        }
        if (reason.isPolicyFailure()) {
            return view.isEnforced() && host.permitted() ? Severity.ERROR : Severity.WARNING;
        }
        return another ? Severity.WARNING : Severity.ERROR;
    }

    private static Optional<ProbedHost> certificateOf(MxCheck host) {
        return host.inspection().probes().stream()
                .filter(probe -> probe.fault().isEmpty() && !probe.chain().isEmpty())
                .findFirst();
    }
}
