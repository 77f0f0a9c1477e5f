package io.github.camelmtasts.check;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.ProbedPolicyHost;
import io.github.camelmtasts.policy.DomainName;

/**
 * What a policy host shows, at each of its addresses.
 *
 * @param host      its name
 * @param answers   by address, for the form of policy that it has, or that was asked for last
 * @param noAddress why nobody could ask; empty if somebody did
 * @param unseen    where this machine had no time to look, which is not the host's fault
 * @param unasked   how many addresses more it has
 */
public record PolicyHostCheck(
        DomainName host,
        List<ProbedPolicyHost> answers,
        Optional<FetchResult.Failed> noAddress,
        List<InetAddress> unseen,
        int unasked) {

    public PolicyHostCheck {
        answers = List.copyOf(answers);
        unseen = List.copyOf(unseen);
    }

    /** The answer that a sender gets who tries the addresses in order: the first policy, else the first failure. */
    public Optional<ProbedPolicyHost> answer() {
        return answers.stream()
                .filter(answer -> answer.text().isPresent())
                .findFirst()
                .or(() -> answers.stream().findFirst());
    }
}
