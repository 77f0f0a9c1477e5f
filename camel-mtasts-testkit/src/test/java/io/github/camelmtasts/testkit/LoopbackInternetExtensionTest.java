package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LoopbackInternetExtensionTest {
    private static final Set<LoopbackInternet> SEEN_BY_CLASS = new HashSet<>();
    private static final Set<LoopbackInternet> SEEN_BY_TEST = new HashSet<>();

    @RegisterExtension
    static final LoopbackInternetExtension forClass = LoopbackInternetExtension.of(mxHost("a.example"));

    @RegisterExtension
    final LoopbackInternetExtension forTest = LoopbackInternetExtension.of(mxHost("b.example"));

    @RepeatedTest(2)
    void runsOncePerClassWhenStaticAndOncePerTestWhenNot() {
        SEEN_BY_CLASS.add(forClass.internet());
        assertThat(SEEN_BY_CLASS).hasSize(1);
        assertThat(SEEN_BY_TEST.add(forTest.internet())).isTrue();
    }

    @RepeatedTest(2)
    void isAsDescribedBeforeEachTest() throws IOException {
        LoopbackInternet internet = forClass.internet();
        SmtpClient.greetedBy(internet, "a.example").close();
        assertThat(internet.mx("a.example").sessions()).hasSize(1);
        internet.mx("a.example").behave(mxHost("a.example").down());
    }

    @Test
    void isNotThereOutsideOfATest() {
        LoopbackInternetExtension unregistered = LoopbackInternetExtension.of();
        assertThatIllegalStateException().isThrownBy(unregistered::internet);
    }

    @Nested
    class InANestedClass {
        @Test
        void isStillTheSame() {
            SEEN_BY_CLASS.add(forClass.internet());
            assertThat(SEEN_BY_CLASS).hasSize(1);
        }
    }
}
