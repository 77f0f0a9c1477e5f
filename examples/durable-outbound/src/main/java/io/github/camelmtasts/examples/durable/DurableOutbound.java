package io.github.camelmtasts.examples.durable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.camelmtasts.testkit.LoopbackInternet;

/** Takes mail by HTTP and delivers it, until it is killed: into a practice internet, or with --real into the one there is. */
public final class DurableOutbound {

    private DurableOutbound() {}

    /** Words are --real, and settings as in application.properties: name=value. */
    public static void main(String[] words) throws Exception {
        Map<String, String> settings = new HashMap<>();
        if (!List.of(words).contains("--real")) {
            LoopbackInternet internet = PracticeInternet.start();
            PracticeInternet.watch(internet);
            settings.putAll(PracticeInternet.settings(internet));
        }
        settings.putAll(given(words));
        PostOffice office = new PostOffice(settings);
        System.out.println("Takes mail at " + office.address() + "mails, process "
                + ProcessHandle.current().pid());
        new CountDownLatch(1).await();
    }

    private static Map<String, String> given(String... words) {
        Map<String, String> settings = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                settings.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (!word.equals("--real")) {
                throw new IllegalArgumentException(word + " is neither --real nor name=value");
            }
        }
        return settings;
    }
}
