package io.github.camelmtasts.springboot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.watch.Health;
import io.github.camelmtasts.watch.HealthItem.State;
import io.github.camelmtasts.watch.PoliciesInForce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page says of given facts. */
class StatusPageTest {

    private static final Health WELL = new Health(List.of(PracticeFacts.item("resolver", State.UP, "answers")));

    @Test
    void numbersComeFirst() {
        assertThat(page())
                .containsSubsequence(
                        "Mail to 2 domains waits.",
                        "<dd>1,938</dd><dt>delivered</dt>",
                        "<dd>31</dd><dt>put off</dt>",
                        "<dd>2</dd><dt>failed for good</dt>",
                        "Why mail waits",
                        "Policies in force",
                        "Overrides in force");
    }

    @Test
    void failuresAreCountedWithThoseWhoMustMendThem() {
        assertThat(page())
                .containsSubsequence(
                        "22</td><td><b>Certificate expired.</b> The operator of the host must install a valid certificate.",
                        "9</td><td><b>MX not in policy.</b> The owner of the domain must add the host to the policy",
                        "2</td><td><b>Server refused.</b>");
    }

    @Test
    void waitingDomainsSayWhy() {
        assertThat(page())
                .contains("<h3>old-mill.example</h3>")
                .contains("57 attempts failed in 3 h, counted for each recipient")
                .contains(
                        "The certificate of mx.old-mill.example expired on 24 November 2026; the operator of the host must"
                                + " install a valid certificate. It can be tried again.")
                .contains("<p>mx7.new-host.example is the only MX host");
    }

    @Test
    void whatFailedForGoodNamesItsDomain() {
        assertThat(page())
                .containsSubsequence(
                        "Failed for good in the last hour",
                        "<h3>typing-error.example</h3>",
                        "mx.typing-error.example answered: 550 5.1.1 no such user; the sender must correct the address");
    }

    @Test
    void aPolicyUnderAnOverrideSaysBoth() {
        assertThat(page())
                .containsPattern("quarry.example</td>[^\\n]*enforce</span> <i>override: report-only</i>")
                .containsPattern("tax-office.example</td>[^\\n]*enforce</span></td>");
    }

    @Test
    void policiesThatCannotBeRenewedComeFirst() {
        assertThat(page())
                .containsSubsequence(
                        "<td>lighthouse.example</td>",
                        "4 refreshes failed in 26 h. The certificate of mta-sts.lighthouse.example expired",
                        "<td>bakery.example</td>",
                        "title=\"1 Dec 2026, 10:05:12 UTC\">in 6 days</time>",
                        "title=\"24 Nov 2026, 10:05:12 UTC\">3 h ago</time>",
                        "print-shop.example <i>draft-06</i>");
    }

    @Test
    void whatIsNotWellComesBeforeWhatIs() {
        Health health = new Health(List.of(
                PracticeFacts.item("resolver", State.UP, "answers"),
                PracticeFacts.item("refresh", State.WARN, "one is overdue"),
                PracticeFacts.item("store", State.DOWN, "cannot be written")));

        assertThat(StatusPage.of(
                        "invoices", PracticeFacts.facts(), health, Optional.of(new PoliciesInForce(List.of(), false))))
                .containsSubsequence(
                        "Mail does not go out as it should.",
                        "<b>store</b> cannot be written",
                        "<b>refresh</b> one is overdue",
                        "Well: resolver.");
    }

    @Test
    void anApplicationThatSentNothingIsWell() {
        assertThat(StatusPage.of(
                        "invoices", PracticeFacts.nothing(), WELL, Optional.of(new PoliciesInForce(List.of(), false))))
                .contains("Mail goes out as it should.")
                .contains("No mail was sent.")
                .contains("By policy mode: none.")
                .contains("None yet: a policy is fetched with the first mail to its domain.")
                .doesNotContain("Why mail waits")
                .doesNotContain("Overrides in force");
    }

    @Test
    void saysThatThereAreMorePoliciesThanItShows() {
        PoliciesInForce some =
                new PoliciesInForce(List.of(PracticeFacts.standing("good.example", "enforce", 7, 1)), true);

        assertThat(StatusPage.of("invoices", PracticeFacts.nothing(), WELL, Optional.of(some)))
                .contains("<td>good.example</td>")
                .contains("There are more; <code>mtasts:policies</code> lists what is kept");
        assertThat(page()).doesNotContain("There are more");
    }

    @Test
    void textFromAnywhereStaysText() {
        String evil = "<script>alert('1')</script>\" onload=\"x & y";
        Health health = new Health(List.of(PracticeFacts.item("resolver", State.DOWN, evil)));

        assertThat(StatusPage.of(
                        evil, PracticeFacts.nothing(), health, Optional.of(new PoliciesInForce(List.of(), false))))
                .doesNotContain("<script")
                .doesNotContain("\" onload")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x &amp; y");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, just now",
        "PT59S, just now",
        "PT1M, in 1 min",
        "PT119M, in 119 min",
        "PT2H, in 2 h",
        "PT47H59M, in 47 h",
        "P2D, in 2 days",
        "-PT59S, just now",
        "-PT1M, 1 min ago",
        "-P400D, 400 days ago"
    })
    void distancesAreInOneUnit(Duration distance, String words) {
        assertThat(Words.distance(PracticeFacts.NOW.plus(distance), PracticeFacts.NOW))
                .asString()
                .endsWith(">" + words + "</time>");
    }

    private static String page() {
        return StatusPage.of(
                "invoices", PracticeFacts.facts(), PracticeFacts.health(), Optional.of(PracticeFacts.policies()));
    }
}
