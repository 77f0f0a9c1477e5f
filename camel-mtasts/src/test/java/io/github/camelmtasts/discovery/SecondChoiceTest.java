package io.github.camelmtasts.discovery;

import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.PolicySyntaxException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SecondChoiceTest {

    private final SecondChoice secondChoice = new SecondChoice();

    private static Inquiry auto(CachedPolicy kept) {
        return new Inquiry(kept.domain(), DialectChoice.AUTO);
    }

    @Test
    void aPolicyOfTheFirstDialectAnswersUnderItsOwnId() throws PolicySyntaxException {
        CachedPolicy kept = InquiryTest.policy(Dialect.RFC8461, "1");

        assertThat(secondChoice.isAnswer(kept, auto(kept), "1")).isTrue();
        assertThat(secondChoice.isAnswer(kept, auto(kept), "2")).isFalse();
    }

    @Test
    void aPolicyOfTheSecondDialectAnswersOnlyAfterTheFirstWasAskedForInVain() throws PolicySyntaxException {
        CachedPolicy kept = InquiryTest.policy(Dialect.DRAFT06, "1");
        assertThat(secondChoice.isAnswer(kept, auto(kept), "1")).isFalse();

        secondChoice.fetched(kept, auto(kept));
        assertThat(secondChoice.isAnswer(kept, auto(kept), "1")).isTrue();
        assertThat(secondChoice.isAnswer(kept, auto(kept), "2")).isFalse();
        assertThat(secondChoice.isAnswer(InquiryTest.policy(Dialect.DRAFT06, "2"), auto(kept), "2"))
                .as("the first was not asked for under this id")
                .isFalse();
    }

    @Test
    void aPolicyOfTheFirstDialectSaysNothingAboutTheSecond() throws PolicySyntaxException {
        CachedPolicy draft = InquiryTest.policy(Dialect.DRAFT06, "1");

        secondChoice.fetched(InquiryTest.policy(Dialect.RFC8461, "1"), auto(draft));
        assertThat(secondChoice.isAnswer(draft, auto(draft), "1")).isFalse();
    }
}
